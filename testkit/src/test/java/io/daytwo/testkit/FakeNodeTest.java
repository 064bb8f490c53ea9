package io.daytwo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.Command;
import io.daytwo.node.CommandFailedException;
import io.daytwo.node.CommandFailedException.Reason;
import io.daytwo.node.NodeFileException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeNodeTest {
    private final FakeNode node = FakeNode.named("cp1");

    @Test
    void whatNobodyScriptedFailsAndTheErrorSaysHowToScriptIt() {
        node.when("true").thenPrint("");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> node.run(
                                Command.changing("echo", "a \"b\"", "s3cret").redacting("s3cret"))
                        .orThrow())
                .withMessageContaining("cp1")
                .withMessageContaining("echo 'a \"b\"' ***")
                .withMessageContaining("node.when(\"echo\", \"a \\\"b\\\"\", \"***\")");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> node.run(Command.reading("true", "")).orThrow());
    }

    @Test
    void repliesComeInTheirOrderAndTheLastOneStays() {
        node.when("status").then(FakeReply.exiting(3, ""), FakeReply.printing("active\n"));
        assertThat(node.run(Command.reading("status")).exitStatus()).isEqualTo(3);
        assertThat(node.run(Command.reading("status")).stdout()).isEqualTo("active\n");
        assertThat(node.run(Command.reading("status")).stdout()).isEqualTo("active\n");
    }

    @Test
    void whatIsScriptedLaterCountsFirst() {
        node.when(command -> command.isReading())
                .thenPrint("anything\n")
                .when("date")
                .thenPrint("today\n");
        assertThat(node.run(Command.reading("date")).stdout()).isEqualTo("today\n");
        assertThat(node.run(Command.reading("id")).stdout()).isEqualTo("anything\n");
        node.when("date").thenPrint("tomorrow\n");
        assertThat(node.run(Command.reading("date")).stdout()).isEqualTo("tomorrow\n");
    }

    @Test
    void anAnswerMayChangeFilesAsTheCommandWould() {
        node.withFile("/etc/a", "1").when("mv", "/etc/a", "/etc/b").then(command -> {
            node.withoutFile("/etc/a").withFile("/etc/b", "1");
            return FakeReply.silent();
        });
        node.run(Command.changing("mv", "/etc/a", "/etc/b")).orThrow();
        assertThat(node.files().list("/etc")).containsExactly("b");
    }

    @Test
    void itRemembersWhatWasRun() {
        node.when(command -> true).thenPrint("");
        node.run(Command.reading("id")).orThrow();
        node.asRoot().run(Command.changing("reboot")).orThrow();
        assertThat(node.commands()).extracting(Command::argv).containsExactly(List.of("id"), List.of("reboot"));
        assertThat(node.isClosed()).isFalse();
        node.close();
        assertThat(node.isClosed()).isTrue();
    }

    @Test
    void aCommandCanBeCutOff() {
        node.when("kubeadm").then(FakeReply.failing(Reason.CONNECTION_LOST));
        CommandFailedException error =
                catchThrowableOfType(CommandFailedException.class, () -> node.run(Command.changing("kubeadm")));
        assertThat(error.isOutcomeUnknown()).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeReply.failing(Reason.EXIT_STATUS))
                .withMessageContaining("reason");
    }

    @Test
    void troubleWithAFileIsThatTrouble() {
        node.withFile("/etc/key", "secret").withTrouble("/etc/key", NodeFileException.Reason.DENIED);
        NodeFileException error =
                catchThrowableOfType(NodeFileException.class, () -> node.files().read("/etc/key", 10));
        assertThat(error.reason()).isEqualTo(NodeFileException.Reason.DENIED);
        assertThat(error.path()).isEqualTo("/etc/key");
    }

    @Test
    void portsAreScriptedToo() {
        node.withPort("127.0.0.1", 2379, 40000);
        try (var forward = node.forward("127.0.0.1", 2379)) {
            assertThat(forward.host()).isEqualTo("127.0.0.1");
            assertThat(forward.port()).isEqualTo(40000);
        }
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> node.forward("127.0.0.1", 2380))
                .withMessageContaining("withPort(\"127.0.0.1\", 2380");
    }
}
