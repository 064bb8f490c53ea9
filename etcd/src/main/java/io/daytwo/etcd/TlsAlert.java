package io.daytwo.etcd;

import io.daytwo.etcd.EndpointFailure.Reason;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** What a server answered in a handshake that it broke off; names as in RFC 8446, 6.2. */
record TlsAlert(String name) {
    private static final Pattern RECEIVED = Pattern.compile("fatal alert: (\\w+)");
    private static final Set<String> ABOUT_OUR_CERTIFICATE = Set.of(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied",
            "certificate_required");

    /** {@return the alert, if the error is one; the JDK tells it only in words} */
    static Optional<TlsAlert> in(SSLException error) {
        Matcher words = RECEIVED.matcher(Objects.requireNonNullElse(error.getMessage(), ""));
        return words.find() ? Optional.of(new TlsAlert(words.group(1))) : Optional.empty();
    }

    Reason reason(Optional<TlsMaterial.Identity> ours) {
        if (!ABOUT_OUR_CERTIFICATE.contains(name)) {
            return Reason.TLS_FAILED;
        }
        return ours.isPresent() ? Reason.CLIENT_CERTIFICATE_REJECTED : Reason.CLIENT_CERTIFICATE_MISSING;
    }

    String evidence(Optional<TlsMaterial.Identity> ours) {
        return switch (reason(ours)) {
            case CLIENT_CERTIFICATE_REJECTED ->
                "it rejects our client certificate, " + ours.orElseThrow() + " (" + name + ")";
            case CLIENT_CERTIFICATE_MISSING -> "it wants a client certificate and none is given (" + name + ")";
            default -> "it broke off the TLS handshake (" + name + ")";
        };
    }
}
