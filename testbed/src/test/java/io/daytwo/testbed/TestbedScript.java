package io.daytwo.testbed;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
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
    private static final Duration CHECK = Duration.ofSeconds(20);

    private final Path script = Path.of("testbed").toAbsolutePath();
    private final NodeExecutor here = NodeExecutor.local();

    /** Why this machine cannot run a cluster; empty when it can. */
    Optional<String> missing() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.of("a cluster needs Linux, this is " + System.getProperty("os.name"));
        }
        CommandResult check = run(CHECK, List.of("check"));
        return check.isSuccess()
                ? Optional.empty()
                : Optional.of(check.stderr().strip().replace('\n', ' '));
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
