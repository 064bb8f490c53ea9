package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.etcd.EtcdRefusedException.Reason;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sentences are those of etcd 3.6, api/v3rpc/rpctypes/error.go. */
class EtcdRefusedExceptionTest {
    private static final ConnectionDiagnosis DIAGNOSIS = new ConnectionDiagnosis(
            Endpoint.parse("http://cp1:2379"), Optional.empty(), new Route.Way("cp1", 2379, () -> {}));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UNAVAILABLE | etcdserver: no leader | NO_LEADER
            UNAVAILABLE | etcdserver: leader changed | LEADER_CHANGED
            UNAVAILABLE | etcdserver: request timed out | TIMED_OUT
            UNAVAILABLE | etcdserver: request timed out, possibly due to previous leader failure | TIMED_OUT
            UNAVAILABLE | etcdserver: unhealthy cluster | UNHEALTHY_CLUSTER
            UNAVAILABLE | etcdserver: server stopped | STOPPING
            FAILED_PRECONDITION | etcdserver: re-configuration failed due to not enough started members | NOT_ENOUGH_STARTED_MEMBERS
            FAILED_PRECONDITION | etcdserver: member ID already exist | MEMBER_EXISTS
            FAILED_PRECONDITION | etcdserver: Peer URLs already exists | PEER_URL_EXISTS
            NOT_FOUND | etcdserver: member not found | MEMBER_NOT_FOUND
            FAILED_PRECONDITION | etcdserver: can only promote a learner member | NOT_A_LEARNER
            FAILED_PRECONDITION | etcdserver: can only promote a learner member which is in sync with leader | LEARNER_NOT_READY
            FAILED_PRECONDITION | etcdserver: too many learner members in cluster | TOO_MANY_LEARNERS
            FAILED_PRECONDITION | etcdserver: rpc not supported for learner | NOT_SUPPORTED_FOR_LEARNER
            FAILED_PRECONDITION | etcdserver: not leader | NOT_LEADER
            FAILED_PRECONDITION | etcdserver: bad leader transferee | BAD_LEADER_TRANSFEREE
            FAILED_PRECONDITION | etcdserver: cluster ID mismatch | CLUSTER_ID_MISMATCH
            RESOURCE_EXHAUSTED | etcdserver: mvcc: database space exceeded | NO_SPACE
            DATA_LOSS | etcdserver: corrupt cluster | CORRUPT
            OUT_OF_RANGE | etcdserver: mvcc: required revision has been compacted | COMPACTED
            OUT_OF_RANGE | etcdserver: mvcc: required revision is a future revision | FUTURE_REVISION
            PERMISSION_DENIED | etcdserver: permission denied | AUTH_DENIED
            UNAUTHENTICATED | etcdserver: invalid auth token | AUTH_DENIED
            INVALID_ARGUMENT | etcdserver: user name is empty | AUTH_DENIED
            UNIMPLEMENTED | unknown method HashKV for service etcdserverpb.Maintenance | NOT_IMPLEMENTED
            INVALID_ARGUMENT | etcdserver: something new | OTHER
            """)
    void knowsTheSentencesOfTheServer(Status.Code code, String said, Reason reason) {
        RuntimeException error = failure(Status.fromCode(code).withDescription(said));

        assertThat(error).isInstanceOfSatisfying(EtcdRefusedException.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.endpoint()).isEqualTo("http://cp1:2379");
            assertThat(refused.remedy()).isNotBlank();
        });
    }

    @Test
    void aDeadlineIsNoAnswerOfTheServer() {
        RuntimeException error = failure(Status.DEADLINE_EXCEEDED.withDescription("after 5 s"));

        assertThat(error)
                .isInstanceOfSatisfying(
                        EtcdUnavailableException.class,
                        away -> assertThat(away.tried())
                                .extracting(EndpointFailure::reason)
                                .containsExactly(EndpointFailure.Reason.NO_ANSWER));
    }

    @Test
    void anInterruptIsOneWhateverGrpcCallsIt() {
        RuntimeException error = failure(Status.CANCELLED.withCause(new InterruptedException()));

        assertThat(error).isInstanceOf(EtcdInterruptedException.class);
    }

    @Test
    void aServerThatIsNoEtcdIsCalledSo() {
        RuntimeException error = failure(Status.UNIMPLEMENTED.withDescription("HTTP status code 404"));

        assertThat(error)
                .isInstanceOfSatisfying(
                        EtcdUnavailableException.class,
                        away -> assertThat(away.tried())
                                .extracting(EndpointFailure::reason)
                                .containsExactly(EndpointFailure.Reason.NOT_ETCD));
    }

    private static RuntimeException failure(Status status) {
        return CallFailure.of("Status", DIAGNOSIS, status.asRuntimeException(), Duration.ofSeconds(5));
    }
}
