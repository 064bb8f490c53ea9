package io.daytwo.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommandTest {
    private final Command command = Command.reading("etcdctl", "--user", "root:hunter2", "get");

    @Test
    void everyCallReturnsACopy() {
        Command changed = command.timeout(Duration.ofSeconds(5))
                .stdin("in")
                .environment("A", "b")
                .redacting("x");
        assertThat(command.timeout()).isEqualTo(Command.DEFAULT_TIMEOUT);
        assertThat(command.stdin()).isEmpty();
        assertThat(command.environment()).isEmpty();
        assertThat(changed.timeout()).hasSeconds(5);
        assertThat(changed.stdin()).asString().isEqualTo("in");
        assertThat(changed.environment()).containsEntry("A", "b");
        assertThat(changed).isNotEqualTo(command);
    }

    @Test
    void standardInputCannotBeChangedFromOutside() {
        byte[] input = {1};
        Command fed = command.stdin(input);
        input[0] = 2;
        fed.stdin()[0] = 3;
        assertThat(fed.stdin()).containsExactly(1);
    }

    @Test
    void saysWhetherItOnlyReads() {
        assertThat(command.isReading()).isTrue();
        assertThat(Command.changing("rm", "x").isReading()).isFalse();
        assertThat(command).isNotEqualTo(Command.changing("etcdctl", "--user", "root:hunter2", "get"));
    }

    @Test
    void isShownAsItCanBeRunByHand() {
        assertThat(Command.reading("ls", "-l", "/etc/x=1,a_b@c")).hasToString("ls -l /etc/x=1,a_b@c");
        assertThat(Command.reading("grep", "", "a b", "it's", "*")).hasToString("grep '' 'a b' 'it'\\''s' '*'");
        assertThat(Command.readingShell("set -eu\ncat \"$1\"\nexit 0\n", "/etc/x"))
                .hasToString("/bin/sh -c 'set -eu … (3 lines)' daytwo /etc/x");
        Command secret =
                Command.changing("join", "--token=it's", "first\nit's\n").redacting("it's");
        assertThat(secret).hasToString("join --token=*** 'first … (2 lines)'");
    }

    @Test
    void hidesSecretsWhereItIsShownTheLongerFirst() {
        Command secret = command.redacting("hunter").redacting("hunter2");
        assertThat(secret).hasToString("etcdctl --user root:*** get");
        assertThat(secret.redact("hunter2, hunter")).isEqualTo("***, ***");
        assertThat(secret.argv()).contains("root:hunter2");
    }

    @Test
    void refusesWhatNoSystemCanRun() {
        assertThatIllegalArgumentException().isThrownBy(() -> Command.reading()).withMessageContaining("argv");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Command.reading(""))
                .withMessageContaining("argv");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Command.reading("echo", "a\0b"))
                .withMessageContaining("argv");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> command.environment("A=B", ""))
                .withMessageContaining("name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> command.environment("A", "\0"))
                .withMessageContaining("value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> command.timeout(Duration.ZERO))
                .withMessageContaining("limit");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> command.redacting(""))
                .withMessageContaining("secret");
    }
}
