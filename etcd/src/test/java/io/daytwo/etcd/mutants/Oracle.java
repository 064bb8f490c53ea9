package io.daytwo.etcd.mutants;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.Tool;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** etcd 3.6's own restore and HashKV, as a process that is started again whenever a task was its death. */
final class Oracle implements AutoCloseable {
    /** How restores are asked for: one member, the same ids whoever restores. */
    static final String NAME = "m1";

    static final String PEER = "http://127.0.0.1:2380";
    static final String TOKEN = "mutants";

    private static final Gson GSON = new Gson();

    private final Path binary;
    private Optional<Process> process = Optional.empty();

    Oracle(Path binary) {
        this.binary = binary;
    }

    /** The binary, built by {@code tools/etcd/build-oracle}; skips the test where there is no Go. */
    static Path built() {
        Tool.Outcome build = Tool.of(EtcdRelease.projectRoot().resolve("tools/etcd/build-oracle"))
                .timeout(Duration.ofMinutes(20))
                .run();
        Assumptions.assumeFalse(build.exit() != 0 && build.err().contains("there is no Go"), build.err());
        return Path.of(build.ok().out().strip());
    }

    /** etcdutl's {@code snapshot restore}; empty when it succeeded, else why it did not. */
    Optional<String> restore(Path snapshot, Path dataDir, boolean skipHash, long bump) {
        JsonObject answer = ask(Map.of(
                "op", "restore",
                "path", snapshot.toString(),
                "dataDir", dataDir.toString(),
                "name", NAME,
                "peerURL", PEER,
                "cluster", NAME + "=" + PEER,
                "token", TOKEN,
                "skipHash", skipHash,
                "bump", bump));
        return failure(answer);
    }

    /** What a server would find in a restored directory; changes it. */
    JsonObject inspect(Path dataDir) {
        Path database = dataDir.resolve("member/snap/db");
        return ask(Map.of("op", "inspect", "path", database.toString()));
    }

    /** The same records in a file of other pages, without trailer. */
    void repage(Path snapshot, Path to, int pageSize) {
        JsonObject answer = ask(
                Map.of("op", "repage", "path", snapshot.toString(), "dataDir", to.toString(), "pageSize", pageSize));
        failure(answer).ifPresent(why -> {
            throw new IllegalStateException(why);
        });
    }

    static Optional<String> failure(JsonObject answer) {
        return answer.get("ok").getAsBoolean()
                ? Optional.empty()
                : Optional.of(answer.get("err").getAsString());
    }

    private JsonObject ask(Map<String, Object> task) {
        try {
            Process running = running();
            BufferedWriter in = running.outputWriter(StandardCharsets.UTF_8);
            in.write(GSON.toJson(task));
            in.newLine();
            in.flush();
            BufferedReader out = running.inputReader(StandardCharsets.UTF_8);
            String line = out.readLine();
            return line == null ? died() : JsonParser.parseString(line).getAsJsonObject();
        } catch (IOException e) {
            return died();
        }
    }

    private JsonObject died() {
        close();
        JsonObject answer = new JsonObject();
        answer.addProperty("ok", false);
        answer.addProperty("err", "the oracle died");
        return answer;
    }

    private Process running() {
        if (process.filter(Process::isAlive).isEmpty()) {
            try {
                process = Optional.of(new ProcessBuilder(binary.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return process.orElseThrow();
    }

    @Override
    public void close() {
        process.ifPresent(Process::destroyForcibly);
        process = Optional.empty();
    }
}
