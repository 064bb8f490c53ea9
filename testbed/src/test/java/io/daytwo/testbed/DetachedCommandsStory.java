package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.Command;
import io.daytwo.node.CommandFailedException;
import io.daytwo.node.CommandResult;
import io.daytwo.node.DetachedCommand;
import io.daytwo.node.DetachedCommands;
import io.daytwo.node.NodeExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * Detached commands where systemd runs the machine: each is a unit of its own, out of reach of whoever ends sessions.
 */
@Testbed(controlPlanes = 1)
class DetachedCommandsStory {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void areUnitsThatOutliveSessionsAndNotTheMachine(ClusterUnderTest cluster) {
        try (NodeExecutor root = cluster.node("cp1").asRoot()) {
            DetachedCommands commands = DetachedCommands.on(root);
            DetachedCommand command = commands.start(
                    "upgrade-cp1",
                    Command.changing(
                                    "/bin/sh",
                                    "-c",
                                    "cat; echo \"$GREETING $HOME $1\"; sleep 4; exit 6",
                                    "x",
                                    "$HOME %n")
                            .environment("GREETING", "'hello' $(id)")
                            .stdin("input\n"));
            assertThat(root.run(Command.reading("systemctl", "is-active", "daytwo-upgrade-cp1.service"))
                            .stdout())
                    .isEqualTo("active\n");
            DetachedCommand.Running running = (DetachedCommand.Running) command.state();
            assertThat(text(root.files().read("/proc/" + running.pid() + "/cgroup", 10_000)))
                    .contains("system.slice/daytwo-upgrade-cp1.service");

            cluster.faults().cutSsh("cp1");
            List<String> heard = new CopyOnWriteArrayList<>();
            CommandResult result = commands.find("upgrade-cp1")
                    .orElseThrow()
                    .onOutput((stream, line) -> heard.add(line))
                    .await(PATIENCE);
            assertThat(result.exitStatus()).isEqualTo(6);
            assertThat(heard).containsExactly("input", "'hello' $(id) /root $HOME %n");
            cluster.say("a unit of systemd ended with its own status after all SSH sessions were cut");

            DetachedCommand doomed = commands.start("doomed", Command.changing("sleep", "300"));
            assertThat(doomed.state()).isInstanceOf(DetachedCommand.Running.class);
            cluster.faults().crash("cp1");
            cluster.faults().boot("cp1");
            CommandFailedException error =
                    catchThrowableOfType(CommandFailedException.class, () -> doomed.await(PATIENCE));
            assertThat(error.reason()).isEqualTo(CommandFailedException.Reason.NO_EXIT_STATUS);
            assertThat(doomed.state()).isEqualTo(new DetachedCommand.Lost("the node has restarted meanwhile"));
            cluster.say("a command whose machine crashed is lost, and no success");
        }
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }
}
