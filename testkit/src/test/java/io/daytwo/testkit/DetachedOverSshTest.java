package io.daytwo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.node.Command;
import io.daytwo.node.CommandFailedException;
import io.daytwo.node.CommandResult;
import io.daytwo.node.DetachedCommand;
import io.daytwo.node.DetachedCommands;
import io.daytwo.node.DetachedNameTakenException;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeUnreachableException;
import io.daytwo.node.rig.CuttingProxy;
import io.daytwo.node.rig.CuttingProxy.Way;
import io.daytwo.node.rig.Sshd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Detached commands on a node without systemd, over connections that are cut. */
@Timeout(300)
class DetachedOverSshTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Sshd sshd;
    private static NodeExecutor direct;

    @TempDir
    private Path here;

    @BeforeAll
    static void start() {
        sshd = Sshd.start();
        direct = sshd.as("ops").connect();
    }

    @AfterAll
    static void stop() {
        if (sshd != null) {
            direct.close();
            sshd.close();
        }
    }

    private NodeExecutor through(CuttingProxy proxy) throws IOException {
        return proxy.connect(sshd, "ops", here);
    }

    @Test
    void rootsCommandOutlivesTheConnectionThatStartedIt() {
        try (NodeExecutor root = sshd.as("ops").connect().asRoot()) {
            DetachedCommand command = DetachedCommands.on(root)
                    .start("upgrade", Command.changing("/bin/sh", "-c", "id -u; sleep 1; echo done; exit 3"));
            assertThat(command.state()).isInstanceOf(DetachedCommand.Running.class);
        }
        List<String> heard = new CopyOnWriteArrayList<>();
        DetachedCommand found =
                DetachedCommands.on(direct.asRoot()).find("upgrade").orElseThrow();
        CommandResult result = found.onOutput((stream, line) -> heard.add(line)).await(PATIENCE);
        assertThat(result.exitStatus()).isEqualTo(3);
        assertThat(heard).containsExactly("0", "done");
        assertThat(direct.asRoot()
                        .files()
                        .stat(DetachedCommands.FOLDER)
                        .orElseThrow()
                        .mode())
                .isEqualTo(0700);
    }

    @Test
    void waitingGoesOnOverConnectionsThatAreCut() throws IOException {
        try (CuttingProxy proxy = new CuttingProxy(sshd.port());
                NodeExecutor node = through(proxy)) {
            DetachedCommands commands = DetachedCommands.on(node).below("/home/ops/cut-while-waiting");
            DetachedCommand command = commands.start(
                    "lines", Command.changing("/bin/sh", "-c", "for i in $(seq 30); do echo $i; sleep 0.1; done"));
            List<String> heard = new CopyOnWriteArrayList<>();
            CommandResult result = command.onOutput((stream, line) -> {
                        heard.add(line);
                        if (heard.size() % 7 == 0) {
                            proxy.cutAfter(Way.TO_CLIENT, 100L * heard.size());
                        }
                    })
                    .await(PATIENCE);
            assertThat(result.isSuccess()).isTrue();
            assertThat(heard).hasSize(30).first().isEqualTo("1");
            assertThat(heard).last().isEqualTo("30");
        }
    }

    /** Wherever the connection is cut while it is started: found by its name or started again, it runs once. */
    @Test
    void isStartedOnceHoweverOftenItIsTried() throws IOException {
        try (CuttingProxy proxy = new CuttingProxy(sshd.port());
                NodeExecutor node = through(proxy)) {
            DetachedCommands commands = DetachedCommands.on(node).below("/home/ops/cut-while-starting");
            int lost = 0;
            for (Way way : Way.values()) {
                int step = way == Way.TO_SERVER ? 750 : 90;
                for (int point = 0; point < 8 * step; point += step) {
                    CuttingProxy.reconnect(node);
                    String name = (way + "-" + point)
                            .toLowerCase(java.util.Locale.ROOT)
                            .replace('_', '-');
                    Command command =
                            Command.changing("/bin/sh", "-c", "echo x >> \"$1\"; exit 7", "x", "/home/ops/" + name);
                    proxy.cutAfter(way, point);
                    try {
                        assertThat(commands.start(name, command).name()).isEqualTo(name);
                    } catch (CommandFailedException | NodeUnreachableException e) {
                        lost++;
                        again(node, commands, name, command);
                    }
                    proxy.cutAfter(way, Long.MAX_VALUE);
                    CuttingProxy.reconnect(node);
                    assertThat(commands.find(name).orElseThrow().await(PATIENCE).exitStatus())
                            .isEqualTo(7);
                    assertThat(direct.files().read("/home/ops/" + name, 100))
                            .as(name)
                            .hasSize(2);
                }
            }
            assertThat(lost).isPositive();
        }
    }

    private static void again(NodeExecutor node, DetachedCommands commands, String name, Command command) {
        CuttingProxy.reconnect(node);
        if (commands.find(name).isEmpty()) {
            try {
                assertThat(commands.start(name, command).name()).isEqualTo(name);
            } catch (DetachedNameTakenException e) {
                // the first attempt came through after all
            }
        }
    }
}
