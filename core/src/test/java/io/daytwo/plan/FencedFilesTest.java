package io.daytwo.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.NodeFiles;
import io.daytwo.plan.StepFailedException.Effect;
import io.daytwo.progress.ProgressListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writing files is changing a node. */
class FencedFilesTest {
    private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path root;

    private TwoNodes two;
    private Path source;
    private List<Consumer<NodeFiles>> writes;
    private final Fake step = new Fake("a/files");

    @BeforeEach
    void makeFiles() throws IOException {
        two = new TwoNodes(root.resolve("two"));
        Files.writeString(two.root.resolve("a/srv/old"), "old");
        source = Files.write(root.resolve("source"), NEW);
        writes = List.of(
                files -> files.replace("/srv/old", NEW),
                files -> files.create("/srv/created", NEW, 0600),
                files -> files.upload(source, "/srv/uploaded", ProgressListener.none()));
    }

    private Plan plan() {
        return Plan.of("files", two.nodes, List.of(step));
    }

    @Test
    void anApplyWritesThem() {
        step.apply = context -> {
            writes.forEach(write -> write.accept(context.node("a").files()));
            step.state = new StepState.Done("written");
        };
        plan().run(two.options());
        assertThat(two.tree(false))
                .containsAllEntriesOf(Map.of("a/srv/old", "new", "a/srv/created", "new", "a/srv/uploaded", "new"));
    }

    @Test
    void noneIsWrittenAfterTheLockWasBroken() {
        NodeLock lock = NodeLock.of("a", two.a);
        for (Consumer<NodeFiles> write : writes) {
            LockClaim claim = new LockClaim(
                    UUID.randomUUID().toString(), "ada", "something else", Instant.now(), Optional.empty());
            step.apply = context -> {
                String id = catchThrowableOfType(PlanLockedException.class, () -> lock.take(claim))
                        .holder()
                        .id();
                LockHolder broken = lock.take(
                        new LockClaim(claim.id(), claim.holder(), claim.operation(), claim.since(), Optional.of(id)));
                try {
                    write.accept(context.node("a").files());
                } finally {
                    lock.release(broken);
                }
            };
            Map<String, String> before = two.tree(false);
            StepFailedException failed =
                    catchThrowableOfType(StepFailedException.class, () -> plan().run(two.options()));
            assertThat(failed).hasCauseInstanceOf(LockLostException.class);
            assertThat(failed.effect()).isEqualTo(Effect.NOTHING);
            assertThat(two.tree(false)).isEqualTo(before);
        }
    }

    @Test
    void aCheckMayReadAndNotWrite() {
        NodeFiles files = new ReadingNode(two.a).files();
        Map<String, String> before = two.tree(true);
        for (Consumer<NodeFiles> write : writes) {
            assertThatThrownBy(() -> write.accept(files)).isInstanceOf(ChangeRefusedException.class);
        }
        assertThat(files.sha256("/srv/old")).hasSize(64);
        files.download("/srv/old", root.resolve("copy"), ProgressListener.none());
        assertThat(root.resolve("copy")).hasContent("old");
        assertThat(two.tree(true)).isEqualTo(before);
    }
}
