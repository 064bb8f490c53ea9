package io.daytwo.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.node.rig.Sshd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link SecretsIT}, for what goes to a node over SSH: input, environment, arguments, files, keys. */
class SecretsOverSshIT {
    private static final long SEED = System.nanoTime();

    @TempDir
    Path root;

    private Sshd sshd;

    @BeforeEach
    void startSshd() throws IOException, InterruptedException {
        sshd = Sshd.start();
        List<String> secrets = List.copyOf(Planted.secrets(SEED).values());
        for (int i = SecretsOverSsh.PASSPHRASE; i < secrets.size(); i += SecretsOverSsh.WAYS) {
            Process keygen = new ProcessBuilder(List.of(
                            "ssh-keygen",
                            "-q",
                            "-t",
                            "ed25519",
                            "-N",
                            secrets.get(i),
                            "-f",
                            sshd.folder().resolve("k" + i).toString()))
                    .inheritIO()
                    .start();
            assertThat(keygen.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(keygen.exitValue()).isZero();
        }
    }

    @AfterEach
    void stopSshd() {
        sshd.close();
    }

    private Sweep sweep() {
        return Sweep.of(SecretsOverSsh.class, root, SEED)
                .with(Integer.toString(sshd.port()), sshd.folder().toString());
    }

    @Test
    void noneIsFound() throws IOException, InterruptedException {
        Map<String, Set<String>> found = sweep().run();
        assertThat(found.values()).containsOnly(Set.of(Sweep.ARGUMENTS));
        assertThat(found.keySet())
                .allSatisfy(kind -> assertThat(Planted.KINDS.indexOf(kind) % SecretsOverSsh.WAYS)
                        .isEqualTo(SecretsOverSsh.ARGUMENT));
    }

    @Test
    void withoutRedactionTheSameSearchFindsEveryOne() throws IOException, InterruptedException {
        Sweep open = sweep().opening("node/Command", "clean = clean.replace(secret, \"***\");", "")
                .opening(
                        "node/Passphrase",
                        "Arrays.fill(secret, '\\0');",
                        "SshSession.LOG.trace(\"{}\", new String(secret));")
                .opening(
                        "node/ShellNodeFiles",
                        "send(path, kind, mode, content.length, new CommandInput.Bytes(content));",
                        "SshSession.LOG.trace(\"{}\", new String(content, StandardCharsets.UTF_8));");
        Map<String, Set<String>> found = open.run();
        assertThat(found).containsOnlyKeys(Planted.KINDS);
        assertThat(found.values())
                .as("places other than the arguments of processes")
                .allSatisfy(places -> assertThat(places).containsAnyOf("logs.txt", "suite/heard.txt"));
    }
}
