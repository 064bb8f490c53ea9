package io.daytwo.etcd;

import io.daytwo.etcd.EndpointFailure.Reason;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/** Says why an endpoint could not be asked. */
record ConnectionDiagnosis(Endpoint endpoint, Optional<TlsMaterial> tls, Route.Way way) {

    EndpointFailure of(StatusRuntimeException error, Duration limit) {
        Optional<ServerCertificateException> certificate = Causes.find(error, ServerCertificateException.class);
        if (certificate.isPresent()) {
            return failure(certificate.get().reason(), certificate.get().evidence());
        }
        if (Causes.find(error, UnknownHostException.class).isPresent()) {
            return failure(Reason.UNKNOWN_HOST, "the name " + way.host() + " has no address");
        }
        if (Causes.find(error, NoRouteToHostException.class).isPresent()) {
            return failure(Reason.UNREACHABLE, "no route to the host");
        }
        if (Causes.find(error, ConnectException.class).isPresent()) {
            return failure(Reason.REFUSED, "the connection was refused");
        }
        if (error.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return failure(Reason.NO_ANSWER, "no answer within " + limit.toMillis() + " ms");
        }
        return failure(Reason.OTHER, error.toString());
    }

    private EndpointFailure failure(Reason reason, String detail) {
        return new EndpointFailure(endpoint.url(), reason, detail);
    }
}
