package io.daytwo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DayTwoExceptionTest {
    private static final class Sample extends DayTwoException {
        Sample(String problem, String remedy) {
            super(problem, remedy);
        }
    }

    @Test
    void sayProblemThenRemedy() {
        Sample error = new Sample("cp1: the disk is full.", "Free 2 GiB.");
        assertThat(error).hasMessage("cp1: the disk is full. Free 2 GiB.");
        assertThat(error.problemAndEvidence()).isEqualTo("cp1: the disk is full.");
        assertThat(error.remedy()).isEqualTo("Free 2 GiB.");
    }

    @Test
    void textFromANodeCannotCommandTheTerminal() {
        Sample error = new Sample("said: \u001b[2J\u0007\r\u009b\u202e$1 \\ end\n\tnext.", "Look.");
        assertThat(error).hasMessage("said: \\u001b[2J\\u0007\\u000d\\u009b\\u202e$1 \\ end\n\tnext. Look.");
    }
}
