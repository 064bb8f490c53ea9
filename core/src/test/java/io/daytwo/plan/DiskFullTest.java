package io.daytwo.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal on a tmpfs in a mount namespace of its own. */
class DiskFullTest {
    private static final String ON_SMALL_DISK = "mount -t tmpfs -o size=64k none \"$1\" && shift && exec \"$@\"";

    @TempDir
    Path root;

    private CommandResult unshare(Path disk, String... command) {
        String[] argv = {"unshare", "--mount", "sh", "-c", ON_SMALL_DISK, "small", disk.toString()};
        return NodeExecutor.local().run(Command.changing(command).through(argv).timeout(Duration.ofMinutes(2)));
    }

    private List<String> run(int titleLength) throws IOException {
        Path disk = Files.createDirectory(root.resolve("disk" + titleLength));
        CommandResult result = unshare(
                disk,
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FullDisk.class.getName(),
                root.resolve("nodes" + titleLength).toString(),
                disk.toString(),
                Integer.toString(titleLength));
        assertThat(result.exitStatus()).as(result.stderr()).isZero();
        return result.stdout().lines().toList();
    }

    @Test
    void aFullDiskStopsTheRunAtAWholeLineAndMoreRoomResumesIt() throws IOException {
        CommandResult allowed = unshare(root, "true");
        if (!allowed.isSuccess()) {
            System.out.println(
                    "skipped: no mount namespace: " + allowed.stderr().strip());
            Assumptions.abort(allowed.stderr());
        }
        Set<String> ends = new HashSet<>();
        for (int titleLength = 1200; titleLength < 4100; titleLength += 400) {
            List<String> said = run(titleLength);
            ends.add(said.get(0));
            assertThat(said.subList(1, 4))
                    .as("title of %s", titleLength)
                    .containsExactly("whole", "then 4", "counts 4 4");
        }
        assertThat(ends).contains("journal IO");
        assertThat(ends).isSubsetOf("journal IO", "step IO", "applied 4");
    }
}
