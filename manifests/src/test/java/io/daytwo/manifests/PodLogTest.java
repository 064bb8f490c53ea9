package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PodLogTest {
    private static final String PREFIX = "2026-11-21T16:00:00.123456789Z stderr F ";

    @Test
    void theLastFiveLinesAreKept() {
        String log = IntStream.range(0, 20).mapToObj(i -> PREFIX + "line " + i).collect(Collectors.joining("\n"));
        assertThat(PodLog.lines(log)).containsExactly("line 15", "line 16", "line 17", "line 18", "line 19");
        assertThat(PodLog.lines("")).isEmpty();
    }

    @Test
    void longLinesAreCut() {
        assertThat(PodLog.lines(PREFIX + "word ".repeat(200)).get(0)).hasSize(301);
    }

    @Test
    void noLineCommandsATerminal() {
        assertThat(PodLog.lines(PREFIX + "\u001b[31mred\u202e")).containsExactly("\\u001b[31mred\\u202e");
    }

    @Test
    void whatLooksLikeASecretIsHidden() {
        List<String> lines = PodLog.lines(String.join(
                "\n",
                PREFIX + "--token=abcdef.0123456789abcdef stays away",
                PREFIX + "Authorization: Bearer eyJhbGciOi",
                PREFIX + "{\"client_secret\": \"hush\"}",
                PREFIX + "-----BEGIN RSA PRIVATE KEY-----",
                PREFIX + "a ".repeat(2) + "Q".repeat(80)));
        assertThat(String.join("\n", lines))
                .doesNotContain("0123456789abcdef")
                .doesNotContain("eyJhbGciOi")
                .doesNotContain("hush")
                .doesNotContain("PRIVATE KEY")
                .doesNotContain("QQQ")
                .contains("stays away");
    }

    @Test
    void ordinaryWordsStay() {
        String line = "Error: unknown flag: --bogus";
        assertThat(PodLog.lines(PREFIX + line)).containsExactly(line);
        String file = "open /etc/kubernetes/pki/apiserver-etcd-client.key: no such file or directory";
        assertThat(PodLog.lines(PREFIX + file)).containsExactly(file);
    }
}
