package io.daytwo.etcd.rig;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One etcd process. The flags decide everything: name, data directory and addresses are read from them. Its health is
 * asked at the plain listener of {@code --listen-metrics-urls}, which every set of flags must therefore have.
 */
public final class EtcdServer implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final EtcdRelease release;
    private final Map<String, String> flags;
    private final Path log;
    private final Map<String, String> environment = new HashMap<>();
    private Optional<Process> process = Optional.empty();
    private Optional<Thread> net = Optional.empty();

    /** Flags by name without dashes; the log is appended to. */
    public EtcdServer(EtcdRelease release, Map<String, String> flags, Path log) {
        this.release = release;
        this.flags = new LinkedHashMap<>(flags);
        this.log = log;
    }

    public String name() {
        return flag("name");
    }

    public Path dataDir() {
        return Path.of(flag("data-dir"));
    }

    /** What clients are told to use, {@code https://127.0.0.1:12345}. */
    public String clientUrl() {
        return flag("advertise-client-urls");
    }

    /** Host and port of {@link #clientUrl()}. */
    public String endpoint() {
        return URI.create(clientUrl()).getAuthority();
    }

    public String peerUrl() {
        return flag("initial-advertise-peer-urls");
    }

    public String flag(String flag) {
        return Optional.ofNullable(flags.get(flag)).orElseThrow(() -> new IllegalArgumentException("no flag " + flag));
    }

    /** Sets a flag for the next start. */
    public EtcdServer flag(String flag, Object value) {
        flags.put(flag, value.toString());
        return this;
    }

    /** Sets flags for the next start, as restores hand them out: {@code --name=cp1}. */
    public EtcdServer flags(List<String> argv) {
        for (String argument : argv) {
            String[] parts = argument.replaceFirst("^--", "").split("=", 2);
            flag(parts[0], parts.length == 1 ? "true" : parts[1]);
        }
        return this;
    }

    /** Has the next start check all that etcd can check of itself: after SIGTERM its log says what it found. */
    public EtcdServer verifyingItself() {
        environment.put("ETCD_VERIFY", "all");
        return this;
    }

    /** Starts from this directory next time. */
    public EtcdServer dataDir(Path existing) {
        return flag("data-dir", existing);
    }

    /** The same member under another etcd; this one must be stopped. */
    public EtcdServer on(EtcdRelease other) {
        if (isRunning()) {
            throw new IllegalStateException(name() + " runs");
        }
        return new EtcdServer(other, flags, log);
    }

    /** Spawns the process and does not wait: members of a new cluster become ready together only. */
    public synchronized EtcdServer start() {
        if (isRunning()) {
            throw new IllegalStateException(name() + " runs already");
        }
        List<String> argv = new ArrayList<>(List.of(release.etcd().toString()));
        flags.forEach((flag, value) -> argv.add("--" + flag + "=" + value));
        try {
            ProcessBuilder builder = new ProcessBuilder(argv)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            Process started = builder.start();
            Thread hook = new Thread(started::destroyForcibly, "kill-" + name());
            Runtime.getRuntime().addShutdownHook(hook);
            process = Optional.of(started);
            net = Optional.of(hook);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Waits until it answers linearizable reads (alarms do not matter); fails with the end of its log. */
    public EtcdServer awaitReady() {
        return await("healthy", READY, () -> isHealthy(""));
    }

    /** Waits until it serves on its own, be there a quorum or not. */
    public EtcdServer awaitServing() {
        return await("serving", READY, () -> isHealthy("&serializable=true"));
    }

    /** Waits until a line of its log holds this text. */
    public EtcdServer awaitLog(String text, Duration limit) {
        return await("logging " + text, limit, () -> log().stream().anyMatch(line -> line.contains(text)));
    }

    /** Waits for a condition; an exit of the process meanwhile is a failure. */
    public EtcdServer await(String what, Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (!isRunning()) {
                throw new AssertionError(name() + " exited instead of " + what + ":\n" + tail());
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(name() + " not " + what + " within " + limit + ":\n" + tail());
            }
            sleep();
        }
        return this;
    }

    /** The version that all members have agreed to be compatible with, {@code 3.6.0}; without TLS only. */
    public String clusterVersion() {
        String versions = get(clientUrl() + "/version");
        return versions.isEmpty()
                ? ""
                : JsonParser.parseString(versions)
                        .getAsJsonObject()
                        .get("etcdcluster")
                        .getAsString();
    }

    /** Whether a linearizable read works just now. */
    public boolean isHealthy() {
        return isRunning() && isHealthy("");
    }

    private boolean isHealthy(String more) {
        String health = flag("listen-metrics-urls") + "/health?exclude=NOSPACE&exclude=CORRUPT" + more;
        return get(health).contains("\"health\":\"true\"");
    }

    /** Nothing when it does not answer. */
    private static String get(String url) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    public boolean isRunning() {
        return process.filter(Process::isAlive).isPresent();
    }

    /** SIGTERM, and waits for the end. */
    public void stop() {
        process.ifPresent(Process::destroy);
        end();
    }

    /** SIGKILL, and waits for the end. */
    public void kill() {
        process.ifPresent(Process::destroyForcibly);
        end();
    }

    /** SIGSTOP: the sockets stay open and nothing answers. */
    public void pause() {
        signal("-STOP");
    }

    public void resume() {
        signal("-CONT");
    }

    /** Stops it when it runs, starts it from its directory and waits until it is ready. */
    public EtcdServer restart() {
        stop();
        return start().awaitReady();
    }

    private void signal(String signal) {
        Tool.run(Path.of("/bin/kill"), signal, process.orElseThrow().pid()).ok();
    }

    private synchronized void end() {
        if (process.isEmpty()) {
            return;
        }
        try {
            if (!process.get().waitFor(15, TimeUnit.SECONDS)) {
                process.get().destroyForcibly().waitFor();
            }
            net.ifPresent(Runtime.getRuntime()::removeShutdownHook);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException jvmEnds) {
            process.get().destroyForcibly();
        }
        net = Optional.empty();
        process = Optional.empty();
    }

    /** Every line it has written so far, over all its runs. */
    public List<String> log() {
        try {
            return Files.exists(log)
                    ? Files.readString(log, StandardCharsets.UTF_8).lines().toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String tail() {
        List<String> lines = log();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(25);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Kills it, paused or not. */
    @Override
    public void close() {
        kill();
    }
}
