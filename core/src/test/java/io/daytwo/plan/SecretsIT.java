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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plants {@link Planted} secrets, runs {@link SecretSuite} with all logs at TRACE, and looks for them in whatever it
 * left behind. The control is the same JVM with a {@link Command} that hides nothing, compiled for it alone: there is
 * no such switch in the product.
 */
class SecretsIT {
    private static final long SEED = System.nanoTime();
    private static final Path COMMAND = Path.of("src/main/java/io/daytwo/node/Command.java");
    private static final String HIDES = "clean = clean.replace(secret, \"***\");";

    @TempDir
    Path root;

    /** Where each secret was found; the nodes' own files may hold them, and so may the kubeconfigs. */
    private Map<String, Set<String>> sweep(String... before) throws IOException, InterruptedException {
        Path folder = root.resolve("suite");
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                "-cp",
                Stream.concat(Stream.of(before), Stream.of(System.getProperty("java.class.path")))
                        .collect(Collectors.joining(File.pathSeparator)),
                SecretSuite.class.getName(),
                folder.toString(),
                Long.toString(SEED)));
        Process suite = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("logs.txt").toFile())
                .start();
        Set<String> arguments = arguments(suite);
        assertThat(suite.exitValue())
                .as(Files.readString(root.resolve("logs.txt")))
                .isZero();
        assertThat(arguments).anyMatch(words -> words.contains("0.4442"));
        Map<String, String> places = new TreeMap<>();
        places.put("arguments", String.join("\n", arguments));
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString();
                if (!name.startsWith("open/") && !name.contains("/srv/") && !name.contains("/confs/")) {
                    places.put(name, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                }
            }
        }
        assertThat(places.keySet()).contains("logs.txt", "suite/heard.txt", "suite/1.journal");
        assertThat(places.get("logs.txt")).contains(" TRACE ");
        return found(places);
    }

    private static Map<String, Set<String>> found(Map<String, String> places) {
        Map<String, Set<String>> found = new TreeMap<>();
        Planted.secrets(SEED)
                .forEach((kind, secret) -> places.forEach((place, content) -> {
                    if (content.contains(secret)) {
                        found.computeIfAbsent(kind, same -> new TreeSet<>()).add(place);
                    }
                }));
        return found;
    }

    /** Of every process that the suite starts and that lives long enough to be seen. */
    private static Set<String> arguments(Process suite) throws InterruptedException {
        Set<String> seen = new TreeSet<>();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!suite.waitFor(5, TimeUnit.MILLISECONDS)) {
            assertThat(System.nanoTime()).isLessThan(end);
            suite.descendants().forEach(process -> process.info().commandLine().ifPresent(seen::add));
        }
        return seen;
    }

    @Test
    void noneIsFound() throws IOException, InterruptedException {
        assertThat(sweep()).isEmpty();
    }

    @Test
    void withoutRedactionTheSameSearchFindsEveryOne() throws IOException, InterruptedException, URISyntaxException {
        String source = Files.readString(COMMAND);
        assertThat(source).containsOnlyOnce(HIDES);
        Path open = Files.createDirectories(root.resolve("open/io/daytwo/node"));
        Path file = Files.writeString(open.resolve("Command.java"), source.replace(HIDES, ""));
        String classes = Path.of(Command.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        classes + File.pathSeparator + System.getProperty("java.class.path"),
                        "-d",
                        root.resolve("open").toString(),
                        file.toString());
        assertThat(exit).isZero();
        assertThat(sweep(root.resolve("open").toString())).containsOnlyKeys(Planted.KINDS);
    }
}
