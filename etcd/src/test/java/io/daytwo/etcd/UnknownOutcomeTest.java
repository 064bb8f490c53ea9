package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class UnknownOutcomeTest {
    private static final EtcdDeadlines SHORT = EtcdDeadlines.defaults()
            .read(Duration.ofMillis(300))
            .change(Duration.ofMillis(300))
            .defragment(Duration.ofMillis(300));

    private static void at(int port, Consumer<MemberConnection> test) {
        try (MemberConnection connection = new MemberConnection(
                MemberChannel.open(Endpoint.parse("http://127.0.0.1:" + port), EtcdTls.none(), Route.direct()),
                SHORT)) {
            test.accept(connection);
        }
    }

    private static EtcdUnavailableException failure(ThrowingCallable call) {
        return catchThrowableOfType(EtcdUnavailableException.class, call);
    }

    @Test
    void aChangeWithoutAnAnswerMayHaveBeenMade() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            at(silent.getLocalPort(), connection -> {
                List<ThrowingCallable> changes = List.of(
                        () -> connection.add(List.of("http://127.0.0.1:1"), true),
                        () -> connection.remove(1),
                        () -> connection.promote(1),
                        () -> connection.disarm(new EtcdAlarm(1, EtcdAlarm.Kind.NOSPACE)),
                        connection::defragment);
                assertThat(changes).allSatisfy(change -> {
                    EtcdUnavailableException failed = failure(change);
                    assertThat(failed.outcomeUnknown()).isTrue();
                    assertThat(failed.remedy()).contains("look at the member list");
                });
                assertThat(failure(connection::status).outcomeUnknown()).isFalse();
            });
        }
    }

    @Test
    void aChangeThatNobodyHeardWasNotMade() throws IOException {
        int free;
        try (ServerSocket closing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            free = closing.getLocalPort();
        }
        at(free, connection -> {
            EtcdUnavailableException failed = failure(() -> connection.remove(1));
            assertThat(failed.tried().get(0).reason()).isEqualTo(EndpointFailure.Reason.REFUSED);
            assertThat(failed.outcomeUnknown()).isFalse();
        });
    }
}
