package io.daytwo.etcd;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Turns what gRPC threw into one of our errors: interrupted, refused by the server, or not reached. */
final class CallFailure {
    private CallFailure() {}

    static RuntimeException of(
            String what, ConnectionDiagnosis diagnosis, StatusRuntimeException error, Duration limit) {
        if (Causes.find(error, InterruptedException.class).isPresent()) {
            return new EtcdInterruptedException(what + " on " + diagnosis.endpoint(), error);
        }
        Status status = error.getStatus();
        String said = Objects.requireNonNullElse(status.getDescription(), "");
        if (serverSpoke(said)) {
            return new EtcdRefusedException(
                    what, diagnosis.endpoint().url(), EtcdRefusedException.Reason.of(status, said), said, error);
        }
        return new EtcdUnavailableException(what, List.of(diagnosis.of(error, limit)), error);
    }

    /** Sentences of etcd's own begin so; those of its gRPC library and of ours do not. */
    private static boolean serverSpoke(String said) {
        return said.startsWith("etcdserver: ") || said.startsWith("auth: ") || said.startsWith("unknown method ");
    }
}
