package io.daytwo.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.node.Command;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Runs a suite of operations with all logs at TRACE in a JVM of its own and looks for {@link Planted} secrets in
 * whatever it left behind. A control is the same JVM with classes of the product that hide nothing, compiled for it
 * alone: there is no such switch in the product.
 */
public final class Sweep {
    /** The place of the command lines of all processes that were seen. */
    public static final String ARGUMENTS = "arguments";

    private final Class<?> suite;
    private final Path root;
    private final long seed;
    private final List<String> more = new ArrayList<>();
    private final Path open;

    private Sweep(Class<?> suite, Path root, long seed) {
        this.suite = suite;
        this.root = root;
        this.seed = seed;
        this.open = root.resolve("open");
    }

    public static Sweep of(Class<?> suite, Path root, long seed) {
        return new Sweep(suite, root, seed);
    }

    /** Arguments behind folder and seed. */
    public Sweep with(String... arguments) {
        more.addAll(List.of(arguments));
        return this;
    }

    /** Replaces a piece of the product's source, e.g. of {@code node/Command}. */
    public Sweep opening(String type, String hides, String instead) throws IOException {
        Path source = source(type);
        String text = Files.readString(source);
        assertThat(text).containsOnlyOnce(hides);
        Path file = open.resolve("io/daytwo/" + type + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text.replace(hides, instead));
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        classes() + File.pathSeparator + System.getProperty("java.class.path"),
                        "-d",
                        open.toString(),
                        file.toString());
        assertThat(exit).isZero();
        return this;
    }

    private static Path source(String type) throws IOException {
        try (Stream<Path> modules = Files.list(Path.of("").toAbsolutePath().getParent())) {
            return modules.map(module -> module.resolve("src/main/java/io/daytwo/" + type + ".java"))
                    .filter(Files::exists)
                    .findAny()
                    .orElseThrow();
        }
    }

    private static String classes() {
        try {
            return Path.of(Command.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where each secret was found; the nodes' own files may hold them, and so may the files they came from. */
    public Map<String, Set<String>> run() throws IOException, InterruptedException {
        Path logs = root.resolve("logs.txt");
        Process process = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(logs.toFile())
                .start();
        Set<String> arguments = arguments(process);
        assertThat(process.exitValue()).as(Files.readString(logs)).isZero();
        Map<String, String> places = new TreeMap<>();
        places.put(ARGUMENTS, String.join("\n", arguments));
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString();
                if (!name.startsWith("open/") && !name.contains("/srv/") && !name.contains("/confs")) {
                    places.put(name, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                }
            }
        }
        assertThat(places.keySet()).contains("logs.txt", "suite/heard.txt");
        assertThat(places.get("logs.txt")).contains(" TRACE ");
        assertThat(arguments).anyMatch(words -> words.contains(suite.getName()));
        return found(places);
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                "-cp",
                open + File.pathSeparator + System.getProperty("java.class.path"),
                suite.getName(),
                root.resolve("suite").toString(),
                Long.toString(seed)));
        command.addAll(more);
        return command;
    }

    private Map<String, Set<String>> found(Map<String, String> places) {
        Map<String, Set<String>> found = new TreeMap<>();
        Planted.secrets(seed)
                .forEach((kind, secret) -> places.forEach((place, content) -> {
                    if (content.contains(secret)) {
                        found.computeIfAbsent(kind, same -> new TreeSet<>()).add(place);
                    }
                }));
        return found;
    }

    /** Of every process of this JVM that lives long enough to be seen: the suite's and those of an sshd. */
    public static Set<String> arguments(Process suite) throws InterruptedException {
        Set<String> seen = new TreeSet<>();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!suite.waitFor(5, TimeUnit.MILLISECONDS)) {
            assertThat(System.nanoTime()).isLessThan(end);
            ProcessHandle.current().descendants().forEach(process -> seen.add(words(process)));
        }
        return seen;
    }

    /** All of them: {@link ProcessHandle.Info} cuts long lines off. */
    private static String words(ProcessHandle process) {
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/cmdline"));
            return Arrays.stream(new String(line, StandardCharsets.ISO_8859_1).split("\0", -1))
                    .collect(Collectors.joining(" "));
        } catch (IOException e) {
            return process.info().commandLine().orElse("");
        }
    }
}
