package io.daytwo.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Generated words through real shells: each comes out as it went in, and no command inside one ever runs. */
@Timeout(900)
class ShellSafetyTest {
    private static final boolean FULL = Boolean.getBoolean("test.full");
    private static final int WORDS = 1_000_000;
    private static final int CONTROL = FULL ? 10_000 : 1_000;
    private static final int A_LINE = 100;
    private static final long SEED = 20261121;

    @TempDir
    private Path folder;

    private Process start(List<String> shell) throws IOException {
        return new ProcessBuilder(shell)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String printing(List<String> words) {
        List<String> argv = new ArrayList<>(List.of("printf", "%s\\0"));
        argv.addAll(words);
        return ShellQuote.words(argv) + "\n";
    }

    private static List<String> words(HostileWords from, int first) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < CONTROL; i++) {
            words.add(from.word(first + i).text());
        }
        return words;
    }

    private List<String> canaries() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void aMillionWordsPassAShellAsTheyAre() throws Exception {
        Process shell = start(List.of("/bin/sh"));
        HostileWords asked = new HostileWords(SEED);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try (OutputStream to = shell.getOutputStream()) {
                for (int i = 0; i < WORDS; i += A_LINE) {
                    to.write(printing(words(asked, i)).getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        HostileWords expected = new HostileWords(SEED);
        try (InputStream from = shell.getInputStream()) {
            for (int i = 0; i < WORDS; i += A_LINE) {
                byte[] line = (String.join("\0", words(expected, i)) + "\0").getBytes(StandardCharsets.UTF_8);
                byte[] got = from.readNBytes(line.length);
                if (!Arrays.equals(got, line)) {
                    assertThat(new String(got, StandardCharsets.UTF_8))
                            .isEqualTo(new String(line, StandardCharsets.UTF_8));
                }
            }
            assertThat(from.read()).isEqualTo(-1);
        }
        writer.get(60, TimeUnit.SECONDS);
        assertThat(shell.waitFor()).isZero();
        assertThat(canaries()).isEmpty();
    }

    /** The line that a login shell gets over SSH, one process for each few hundred words. */
    @Test
    void wordsPassTheLineForLoginShellsAsTheyAre() throws Exception {
        HostileWords words = new HostileWords(SEED + 1);
        for (String shell :
                List.of("/bin/sh", "/bin/bash", "/bin/dash", "/bin/busybox", "/usr/bin/tcsh", "/usr/bin/fish")) {
            for (int i = 0; i < 20_000 && Files.isExecutable(Path.of(shell)); i += A_LINE) {
                List<String> argv = new ArrayList<>(List.of("printf", "%s\\0"));
                List<String> some = words(words, i);
                argv.addAll(some);
                RemoteScript script = RemoteScript.of(Command.reading(argv.toArray(String[]::new)), new SecureRandom());
                List<String> line = shell.endsWith("busybox")
                        ? List.of(shell, "sh", "-c", script.line())
                        : List.of(shell, "-c", script.line());
                Process process = start(line);
                process.getOutputStream().close();
                String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(out).as(shell).contains("\n" + String.join("\0", some) + "\0");
                assertThat(process.waitFor()).isZero();
            }
        }
        assertThat(canaries()).isEmpty();
    }

    /** Without quoting the same words fire, every one: the test above can fail. */
    @Test
    void withoutQuotingEveryWordFires() throws Exception {
        HostileWords words = new HostileWords(SEED);
        List<HostileWords.Word> all = new ArrayList<>();
        for (int i = 0; i < CONTROL; i++) {
            all.add(words.word(i));
        }
        assertThat(all).extracting(HostileWords.Word::falls).contains(HostileWords.Naive.values());
        for (HostileWords.Word word : all) {
            Process shell = start(List.of("/bin/sh", "-c", word.falls().line(word.text())));
            shell.getOutputStream().close();
            shell.getInputStream().readAllBytes();
            assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        for (int i = 0; i < CONTROL; i++) {
            assertThat(folder.resolve(Integer.toString(i)))
                    .as(all.get(i).toString())
                    .exists();
        }
    }
}
