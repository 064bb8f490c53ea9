package io.daytwo.etcd;

import io.daytwo.etcd.EndpointFailure.Reason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says through Netty's and gRPC's wrappings which check the server's certificate failed. */
final class ServerCertificateException extends CertificateException {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final Reason reason;
    private final String evidence;

    private ServerCertificateException(Reason reason, String message, CertificateException cause) {
        super(message, cause);
        this.reason = reason;
        this.evidence = message;
    }

    Reason reason() {
        return reason;
    }

    String evidence() {
        return evidence;
    }

    static ServerCertificateException notTrusted(X509Certificate server, CertificateException cause) {
        if (Causes.find(cause, CertificateExpiredException.class).isPresent()) {
            return new ServerCertificateException(
                    Reason.SERVER_CERTIFICATE_EXPIRED,
                    "its certificate expired at " + server.getNotAfter().toInstant(),
                    cause);
        }
        if (Causes.find(cause, CertificateNotYetValidException.class).isPresent()) {
            return new ServerCertificateException(
                    Reason.SERVER_CERTIFICATE_EXPIRED,
                    "its certificate is not valid before "
                            + server.getNotBefore().toInstant(),
                    cause);
        }
        return new ServerCertificateException(
                Reason.UNKNOWN_CA,
                "its certificate, issued by \""
                        + server.getIssuerX500Principal().getName() + "\", is not signed by the given CA",
                cause);
    }

    static ServerCertificateException notFor(String host, X509Certificate server, CertificateException cause) {
        return new ServerCertificateException(
                Reason.HOST_NOT_IN_CERTIFICATE,
                "its certificate is made out to " + names(server) + ", not to " + host,
                cause);
    }

    private static String names(X509Certificate certificate) {
        try {
            return Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
                    .flatMap(Collection::stream)
                    .filter(name -> List.of(DNS_NAME, IP_ADDRESS).contains(name.get(0)))
                    .map(name -> String.valueOf(name.get(1)))
                    .collect(Collectors.collectingAndThen(
                            Collectors.joining(", "), all -> all.isEmpty() ? "no address at all" : all));
        } catch (CertificateParsingException e) {
            return "something unreadable";
        }
    }
}
