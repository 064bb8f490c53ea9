package io.daytwo.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.etcd.snapshot.RestoreFailedException.Reason;
import io.daytwo.progress.ProgressEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interrupts and failures between the renames: the target is as it was, and the next run succeeds. */
class RestoreInterruptedTest {
    @TempDir
    private Path folder;

    @AfterEach
    void clear() {
        boolean unused = Thread.interrupted();
    }

    private Restore three() {
        return Restore.from(Snapshot.open(new SmallSnapshot().writeTo(folder.resolve("snapshot.db"))))
                .member("m1", "https://10.0.0.11:2380")
                .member("m2", "https://10.0.0.12:2380")
                .member("m3", "https://10.0.0.13:2380");
    }

    @Test
    void anInterruptBetweenTwoRenamesLeavesTheFolderEmpty() throws IOException {
        Path target = Files.createDirectory(folder.resolve("members"));
        Restore interrupted = three().on(new ForwardingFiles(new DiskFiles()) {
            @Override
            public void rename(Path from, Path to) throws IOException {
                super.rename(from, to);
                if (to.endsWith("m2")) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        RestoreFailedException failure =
                catchThrowableOfType(RestoreFailedException.class, () -> interrupted.toDataDirs(target));
        assertThat(failure.reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(target).isEmptyDirectory();
        assertThat(three().toDataDirs(target)).hasSize(3);
    }

    @Test
    void whatCanNotBeTakenBackIsTakenBackByTheNextRun() throws IOException {
        Path target = Files.createDirectory(folder.resolve("members"));
        Restore failing = three().on(new ForwardingFiles(new DiskFiles()) {
            @Override
            public void rename(Path from, Path to) throws IOException {
                if (to.endsWith("m3") || from.endsWith(target.resolve("m2"))) {
                    throw new IOException("the disk says no to " + to.getFileName());
                }
                super.rename(from, to);
            }
        });
        RestoreFailedException failure =
                catchThrowableOfType(RestoreFailedException.class, () -> failing.toDataDirs(target));
        assertThat(failure).hasMessageContaining("the next run");
        assertThat(target.resolve("m2")).isDirectory();
        assertThat(three().toDataDirs(target)).hasSize(3);
        assertThat(List.of(target.toFile().list())).containsExactlyInAnyOrder("m1", "m2", "m3");
    }

    @Test
    void anInterruptInTheCheckIsNoTroubleWithTheDisk() {
        AtomicBoolean copied = new AtomicBoolean();
        Restore interrupted = three().onProgress(event -> {
            if (event instanceof ProgressEvent.Advanced advanced
                    && advanced.bytes() == advanced.totalBytes()
                    && !copied.getAndSet(true)) {
                Thread.currentThread().interrupt();
            }
        });
        Path target = folder.resolve("members");
        RestoreFailedException failure =
                catchThrowableOfType(RestoreFailedException.class, () -> interrupted.toDataDirs(target));
        assertThat(copied).isTrue();
        assertThat(failure.reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(target).doesNotExist();
    }
}
