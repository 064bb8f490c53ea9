package io.daytwo.node.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** OpenSSH's ssh-keygen: keys, certificates and hashed names as users have them. */
public final class Keygen {
    private Keygen() {}

    /** Makes a key pair; {@code more} are further options, e.g. {@code -m PEM}. */
    public static Path key(Path file, String type, String passphrase, String... more) {
        List<String> words =
                new ArrayList<>(List.of("-q", "-t", type, "-N", passphrase, "-C", "test", "-f", file.toString()));
        words.addAll(List.of(more));
        run(words.toArray(String[]::new));
        return file;
    }

    /** Makes a certificate {@code KEY-cert.pub} beside the key. */
    public static Path certificate(Path authority, Path key, String principals, String... more) {
        List<String> words = new ArrayList<>(List.of("-q", "-s", authority.toString(), "-I", "test", "-n", principals));
        words.addAll(List.of(more));
        words.add(key + ".pub");
        run(words.toArray(String[]::new));
        return Path.of(key + "-cert.pub");
    }

    /** Runs it; a failure is the test's. */
    public static void run(String... words) {
        List<String> command = new ArrayList<>(List.of("ssh-keygen"));
        command.addAll(List.of(words));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
