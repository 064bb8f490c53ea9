package io.daytwo.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CappedOutputTest {
    private static String written(int length, int chunk) {
        byte[] all = new byte[length];
        for (int i = 0; i < length; i++) {
            all[i] = (byte) ('a' + i % 26);
        }
        CappedOutput output = new CappedOutput();
        for (int from = 0; from < length; from += chunk) {
            byte[] part = java.util.Arrays.copyOfRange(all, from, Math.min(length, from + chunk));
            output.write(part, 0, part.length);
        }
        String text = output.text();
        String expected = new String(all, StandardCharsets.US_ASCII);
        if (length > 2 * CappedOutput.HALF) {
            int left = length - 2 * CappedOutput.HALF;
            expected = expected.substring(0, CappedOutput.HALF) + "\n[" + left + " bytes left out]\n"
                    + expected.substring(length - CappedOutput.HALF);
        }
        assertThat(output.isTruncated()).isEqualTo(length > 2 * CappedOutput.HALF);
        assertThat(text.equals(expected)).isTrue();
        return text;
    }

    @Test
    void keepsEverythingUpToTheCap() {
        assertThat(written(0, 1)).isEmpty();
        assertThat(written(CappedOutput.HALF + 1, 4096)).hasSize(CappedOutput.HALF + 1);
        assertThat(written(2 * CappedOutput.HALF, 65536)).hasSize(2 * CappedOutput.HALF);
    }

    @Test
    void keepsBothEndsBeyondTheCap() {
        assertThat(written(2 * CappedOutput.HALF + 1, 1000)).contains("[1 bytes left out]");
        assertThat(written(5 * CappedOutput.HALF + 77, 2 * CappedOutput.HALF)).contains("bytes left out");
    }
}
