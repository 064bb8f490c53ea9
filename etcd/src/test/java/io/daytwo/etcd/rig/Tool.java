package io.daytwo.etcd.rig;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A command of the machine, run to its end with a time limit and captured output. */
public final class Tool {
    private final List<String> argv;
    private final Map<String, String> environment;
    private final Duration timeout;

    private Tool(List<String> argv, Map<String, String> environment, Duration timeout) {
        this.argv = List.copyOf(argv);
        this.environment = Map.copyOf(environment);
        this.timeout = timeout;
    }

    /** Arguments are taken by their {@code toString}. One minute is the limit. */
    public static Tool of(Path command, Object... arguments) {
        return new Tool(List.of(command.toString()), Map.of(), Duration.ofMinutes(1)).with(arguments);
    }

    /** Short for {@code of(...).run()}. */
    public static Outcome run(Path command, Object... arguments) {
        return of(command, arguments).run();
    }

    public Tool with(Object... arguments) {
        List<String> longer = new ArrayList<>(argv);
        for (Object argument : arguments) {
            longer.add(argument.toString());
        }
        return new Tool(longer, environment, timeout);
    }

    public Tool env(String name, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(name, value);
        return new Tool(argv, more, timeout);
    }

    public Tool timeout(Duration limit) {
        return new Tool(argv, environment, limit);
    }

    /** Output goes through files, so that no pipe can fill up. Past the time limit the process is killed. */
    public Outcome run() {
        try {
            Path out = Files.createTempFile("daytwo-tool-", ".out");
            Path err = Files.createTempFile("daytwo-tool-", ".err");
            try {
                return run(out, err);
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome run(Path out, Path err) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(argv)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("not done within " + timeout + ": " + String.join(" ", argv) + "\n"
                        + Files.readString(out) + Files.readString(err));
            }
            return new Outcome(argv, process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + argv, e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** What a command left. */
    public record Outcome(List<String> argv, int exit, String out, String err) {
        /** Itself, when the command succeeded. */
        public Outcome ok() {
            if (exit != 0) {
                throw new AssertionError("exit " + exit + " of " + String.join(" ", argv) + "\n" + out + err);
            }
            return this;
        }

        /** Standard output as JSON; numbers keep all their digits. */
        public JsonElement json() {
            return JsonParser.parseString(ok().out());
        }
    }
}
