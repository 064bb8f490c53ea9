package io.daytwo.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineDiffTest {
    @Test
    void showsOnlyWhatDiffers() {
        assertThat(LineDiff.between("a\nb\nc\nd\ne\n", "a\nB\nc\nd\nE\n")).containsExactly("-b", "+B", "-e", "+E");
        assertThat(LineDiff.between("a\nb\n", "a\nb\n")).isEmpty();
        assertThat(LineDiff.between("", "a\n")).containsExactly("+a");
        assertThat(LineDiff.between("a\n", "")).containsExactly("-a");
        assertThat(LineDiff.between("a\na\n", "a\n")).containsExactly("-a");
    }

    @Test
    void aVeryLongMiddleIsShownWhole() {
        String before = "x\n" + "old\n".repeat(3000) + "z\n";
        String after = "x\n" + "new\n".repeat(3000) + "z\n";
        assertThat(LineDiff.between(before, after))
                .hasSize(6000)
                .startsWith("-old")
                .endsWith("+new");
    }
}
