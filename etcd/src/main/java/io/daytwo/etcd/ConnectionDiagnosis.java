package io.daytwo.etcd;

import io.daytwo.etcd.EndpointFailure.Reason;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says why an endpoint could not be asked: which check failed, on whose side. */
record ConnectionDiagnosis(Endpoint endpoint, Optional<TlsMaterial> tls, Route.Way way) {

    EndpointFailure of(StatusRuntimeException error, Duration limit) {
        if (error.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return failure(Reason.NO_ANSWER, "no answer within " + limit.toMillis() + " ms");
        }
        return ofTls(error).or(() -> ofNetwork(error)).orElseGet(() -> failure(other(error), firstLine(error)));
    }

    private Optional<EndpointFailure> ofTls(Throwable error) {
        Optional<ServerCertificateException> certificate = Causes.find(error, ServerCertificateException.class);
        if (certificate.isPresent()) {
            return Optional.of(
                    failure(certificate.get().reason(), certificate.get().evidence()));
        }
        Optional<SSLException> tlsError = Causes.find(error, SSLException.class);
        if (tlsError.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(TlsAlert.in(tlsError.get())
                .map(this::ofAlert)
                .or(this::ofProbe)
                .orElseGet(() -> failure(
                        Reason.TLS_FAILED, "TLS failed: " + tlsError.get().getMessage())));
    }

    private EndpointFailure ofAlert(TlsAlert alert) {
        Optional<TlsMaterial.Identity> ours = tls.flatMap(TlsMaterial::identity);
        return failure(alert.reason(ours), alert.evidence(ours));
    }

    private Optional<EndpointFailure> ofNetwork(Throwable error) {
        if (Causes.find(error, UnknownHostException.class).isPresent()) {
            return Optional.of(failure(Reason.UNKNOWN_HOST, "the name " + way.host() + " has no address"));
        }
        if (Causes.find(error, ConnectTimeoutException.class).isPresent()) {
            return Optional.of(failure(Reason.UNREACHABLE, "no connection came about"));
        }
        if (Causes.find(error, NoRouteToHostException.class).isPresent()) {
            return Optional.of(failure(Reason.UNREACHABLE, "there is no route to it"));
        }
        if (Causes.find(error, ConnectException.class).isPresent()) {
            return Optional.of(failure(Reason.REFUSED, "the connection was refused"));
        }
        if (Status.fromThrowable(error).getCode() != Status.Code.UNAVAILABLE) {
            return Optional.empty();
        }
        return ofProbe()
                .or(() -> Optional.of(failure(Reason.CONNECTION_LOST, "the connection broke: " + firstLine(error))));
    }

    /** A server just hangs up on the wrong language, and often on the wrong certificate: so look closer. */
    private Optional<EndpointFailure> ofProbe() {
        PortProbe probe = new PortProbe(way);
        if (tls.isEmpty()) {
            return probe.speaksTls()
                    ? Optional.of(failure(Reason.SERVER_SPEAKS_TLS, "it speaks TLS only"))
                    : Optional.empty();
        }
        return probe.alert(tls.get())
                .map(this::ofAlert)
                .or(() -> probe.speaksPlaintext()
                        ? Optional.of(failure(Reason.SERVER_SPEAKS_PLAINTEXT, "it does not speak TLS"))
                        : Optional.empty());
    }

    private static Reason other(Throwable error) {
        return Status.fromThrowable(error).getCode() == Status.Code.UNAVAILABLE ? Reason.OTHER : Reason.NOT_ETCD;
    }

    /** gRPC adds Netty's pipeline on further lines. */
    private static String firstLine(Throwable error) {
        return Objects.requireNonNullElse(error.getMessage(), error.getClass().getName())
                .lines()
                .findFirst()
                .orElse("");
    }

    private EndpointFailure failure(Reason reason, String detail) {
        return new EndpointFailure(endpoint.url(), reason, detail);
    }
}
