package io.daytwo.testbed;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands of {@code testbed/testbed}, run on this machine. */
final class TestbedScript {
    private static final Duration LONGEST = Duration.ofMinutes(58);
    private static final List<String> TOOLS =
            List.of("go", "jq", "debootstrap", "apt-ftparchive", "python3", "curl", "ssh", "unshare", "ip");

    private final Path script = Path.of("testbed").toAbsolutePath();
    private final NodeExecutor here = NodeExecutor.local();

    /** What this machine lacks to run a cluster; empty when it can. */
    static Optional<String> missing() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.of("a cluster needs Linux, this is " + System.getProperty("os.name"));
        }
        if (!System.getProperty("user.name").equals("root")) {
            return Optional.of("namespaces, mounts and links need root");
        }
        return TOOLS.stream()
                .filter(tool -> !onPath(tool))
                .findFirst()
                .map(tool -> "the command " + tool + " is missing; `testbed/testbed build` names its package");
    }

    private static boolean onPath(String tool) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        return List.of(path.split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder.isEmpty() ? "." : folder, tool)));
    }

    /** Runs a verb to its end, whatever that is. */
    CommandResult run(Duration limit, List<String> words) {
        List<String> argv = new ArrayList<>(List.of(script.toString()));
        argv.addAll(words);
        return here.run(Command.changing(argv.toArray(String[]::new)).timeout(limit));
    }

    /** Runs a verb that must succeed; its standard output. */
    @CanIgnoreReturnValue
    String ok(String... words) {
        return ok(LONGEST, List.of(words));
    }

    @CanIgnoreReturnValue
    String ok(Duration limit, List<String> words) {
        CommandResult result = run(limit, words);
        if (result.exitStatus() != 0) {
            throw new AssertionError("exit %d of testbed %s%n%s%s"
                    .formatted(result.exitStatus(), String.join(" ", words), result.stdout(), result.stderr()));
        }
        return result.stdout();
    }

    /** What {@code testbed env} prints, by name. */
    Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String line : ok("env").lines().toList()) {
            String[] parts = line.replaceFirst("^export ", "").split("=", 2);
            variables.put(parts[0], parts[1].replace("\"", ""));
        }
        return variables;
    }
}
