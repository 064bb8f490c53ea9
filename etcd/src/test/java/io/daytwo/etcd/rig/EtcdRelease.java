package io.daytwo.etcd.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A line of etcd that the tests drive. Its binaries are found, or built once, by {@code tools/etcd/build}; where
 * neither etcd nor Go is there, the test that asks is skipped with the tool's own words.
 */
public enum EtcdRelease {
    LINE_3_5("3.5"),
    LINE_3_6("3.6"),
    LINE_3_7("3.7");

    private static final Map<EtcdRelease, Path> FOLDERS = new ConcurrentHashMap<>();
    private static final String NOTHING_THERE = "is not on PATH or in ETCD_HOME";

    private final String line;

    EtcdRelease(String line) {
        this.line = line;
    }

    /**
     * One line where all would take too long: another one for each turn and on another JDK. All of them with
     * {@code -Dtest.full=true}.
     */
    public static Stream<EtcdRelease> inTurn(int turn) {
        List<EtcdRelease> all = List.of(values());
        int one = (turn + Runtime.version().feature()) % all.size();
        return Boolean.getBoolean("test.full") ? all.stream() : Stream.of(all.get(one));
    }

    /** {@code 3.6}. */
    public String line() {
        return line;
    }

    public Path etcd() {
        return folder().resolve("etcd");
    }

    public Path etcdctl() {
        return folder().resolve("etcdctl");
    }

    public Path etcdutl() {
        return folder().resolve("etcdutl");
    }

    /** The full version, as the binary states it: {@code 3.6.16}. */
    public String version() {
        return Tool.run(etcd(), "--version")
                .ok()
                .out()
                .lines()
                .findFirst()
                .orElseThrow()
                .replace("etcd Version: ", "");
    }

    private Path folder() {
        return FOLDERS.computeIfAbsent(this, EtcdRelease::find);
    }

    private Path find() {
        Tool.Outcome build = Tool.of(projectRoot().resolve("tools/etcd/build"), line)
                .timeout(Duration.ofMinutes(20))
                .run();
        Assumptions.assumeFalse(build.exit() != 0 && build.err().contains(NOTHING_THERE), build.err());
        Path found = Path.of(build.ok().out().strip());
        if (!Files.isExecutable(found.resolve("etcd"))) {
            throw new IllegalStateException("tools/etcd/build " + line + " printed no folder of etcd: " + build);
        }
        return found;
    }

    /** The folder of the project, found upwards from the working directory. */
    public static Path projectRoot() {
        try {
            Path at = Path.of("").toRealPath();
            while (!Files.isExecutable(at.resolve("tools/etcd/build"))) {
                at = Optional.ofNullable(at.getParent())
                        .orElseThrow(() -> new IllegalStateException("no tools/etcd/build in any folder above "
                                + Path.of("").toAbsolutePath()));
            }
            return at;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "etcd " + line;
    }
}
