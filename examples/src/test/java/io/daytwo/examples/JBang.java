package io.daytwo.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * JBang as a user runs it, but for the artifacts under test: they come from a repository folder laid out from the
 * reactor.
 */
final class JBang {
    private static final String VERSION = "0.1.0";
    private static final List<String> MODULES = List.of("bom", "core", "manifests", "etcd", "upgrade");

    private final Path folder;
    private final Path published;

    JBang(Path folder) throws IOException {
        this.folder = folder;
        this.published = Files.createDirectories(folder.resolve("published"));
        for (String module : MODULES) {
            publish(module, Project.root().resolve(module));
        }
    }

    /** Copies pom and jar of a module as version 0.1.0, the version the scripts name. */
    private void publish(String module, Path from) throws IOException {
        String artifact = "daytwo-" + module;
        Path to = Files.createDirectories(published.resolve("io/daytwo/" + artifact + "/" + VERSION));
        String pom = Files.readString(from.resolve(".flattened-pom.xml")).replace("0.1.0-SNAPSHOT", VERSION);
        Files.writeString(to.resolve(artifact + "-" + VERSION + ".pom"), pom);
        Path jar = from.resolve("target/" + artifact + "-0.1.0-SNAPSHOT.jar");
        if (Files.exists(jar)) {
            Files.copy(jar, to.resolve(artifact + "-" + VERSION + ".jar"));
        }
    }

    /** Runs a script; {@code before} goes in front of the command that JBang hands out, e.g. unshare. */
    Outcome run(List<String> before, String script, String... args) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of(
                java(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.jbang.Main",
                "run",
                "--repos",
                "published=" + published.toUri(),
                "--repos",
                "seed=" + Path.of(System.getProperty("maven.repo")).toUri(),
                "--repos",
                "central",
                script));
        argv.addAll(List.of(args));
        Outcome resolved = start(argv);
        if (resolved.status() != 255) {
            return resolved;
        }
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of("bash", "-c", resolved.out()));
        return start(command);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private Outcome start(List<String> argv) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder =
                new ProcessBuilder(argv).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment()
                .putAll(Map.of(
                        "JBANG_RUNTIME_SHELL", "bash",
                        "JBANG_DIR", folder.resolve("jbang").toString(),
                        "JBANG_REPO", folder.resolve("repository").toString()));
        Process process = builder.start();
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("still running after 3 minutes: " + argv);
        }
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err, StandardCharsets.UTF_8));
    }

    /** How a run ended. */
    record Outcome(int status, String out, String err) {}
}
