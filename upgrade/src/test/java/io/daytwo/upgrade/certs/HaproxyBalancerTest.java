package io.daytwo.upgrade.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daytwo.node.Command;
import io.daytwo.testkit.FakeNode;
import io.daytwo.testkit.FakeReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class HaproxyBalancerTest {
    private static final String HEADER =
            "1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight\n";

    private final List<String> told = new ArrayList<>();
    private final FakeNode cp1 = FakeNode.named("cp1");
    private final FakeNode lb = FakeNode.named("lb")
            .when(says(words -> !words.startsWith("show")))
            .then(command -> {
                told.add(command.argv().get(5));
                return FakeReply.silent();
            });
    private final HaproxyBalancer balancer =
            Balancer.haproxy(lb, "api").settle(Duration.ofMillis(1)).within(Duration.ofSeconds(5));

    private static Predicate<Command> says(Predicate<String> words) {
        return command ->
                command.argv().size() == 6 && words.test(command.argv().get(5));
    }

    private void servers(String... states) {
        servers(states, "2 0");
    }

    private void servers(String[] states, String second) {
        List<FakeReply> replies = new ArrayList<>();
        for (String state : states) {
            replies.add(FakeReply.printing(
                    HEADER + "3 api 1 cp1 10.0.0.11 " + state + " 1 1\n3 api 2 cp2 10.0.0.12 " + second + " 1 1\n"));
        }
        assertThat(lb.when(says("show servers state api"::equals))
                        .then(replies.get(0), replies.subList(1, replies.size()).toArray(FakeReply[]::new)))
                .isSameAs(lb);
    }

    @Test
    void drainsFirstAndThenEndsTheConnections() {
        servers("2 0");
        balancer.takeOut(cp1);
        assertThat(told).containsExactly("set server api/cp1 state drain", "shutdown sessions server api/cp1");
    }

    @Test
    void takesNobodyOutWhoIsTheLastOneReady() {
        servers(new String[] {"2 0"}, "0 0");
        assertThatThrownBy(() -> balancer.takeOut(cp1))
                .isInstanceOf(BalancerException.class)
                .hasMessageContaining("no other server");
        assertThat(told).isEmpty();
    }

    @Test
    void waitsUntilTheServerThatIsPutBackIsReady() {
        servers("0 8", "0 0", "2 0");
        balancer.putBack(cp1);
        assertThat(told).containsExactly("set server api/cp1 state ready");
    }

    @Test
    void seesThatANodeIsOut() {
        servers("2 8");
        assertThat(balancer.isOut(cp1)).isTrue();
        servers("2 1");
        assertThat(balancer.isOut(cp1)).isTrue();
        servers("0 0");
        assertThat(balancer.isOut(cp1)).as("down, but nobody took it out").isFalse();
    }

    @Test
    void findsAServerByItsAddressOrByTheNameThatIsGiven() {
        servers("2 0");
        balancer.takeOut(FakeNode.named("10.0.0.12"));
        balancer.server("third", "cp1").takeOut(FakeNode.named("third"));
        assertThat(told)
                .filteredOn(words -> words.startsWith("set"))
                .containsExactly("set server api/cp2 state drain", "set server api/cp1 state drain");
    }

    @Test
    void namesTheServersThatItHas() {
        servers("2 0");
        assertThatThrownBy(() -> balancer.takeOut(FakeNode.named("cp9")))
                .isInstanceOfSatisfying(BalancerException.class, e -> {
                    assertThat(e.node()).isEqualTo("cp9");
                    assertThat(e).hasMessageContaining("cp1, cp2");
                    assertThat(e.remedy()).contains(".server(\"cp9\"");
                });
        assertThat(told).isEmpty();
    }

    @Test
    void refusesWordsThatTheSocketWouldReadAsCommands() {
        assertThatThrownBy(() -> Balancer.haproxy(lb, "api; disable frontend f"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("backend");
        assertThatThrownBy(() -> balancer.server("cp1", "a b")).isInstanceOf(IllegalArgumentException.class);
    }
}
