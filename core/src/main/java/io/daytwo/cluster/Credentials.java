package io.daytwo.cluster;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known about who asks, without any secret.
 *
 * @param certificate of the client, if it has one
 */
record Credentials(Optional<X509Certificate> certificate) {
    static Credentials unknown() {
        return new Credentials(Optional.empty());
    }

    Optional<Instant> expiry() {
        return certificate.map(own -> own.getNotAfter().toInstant());
    }

    private Optional<Instant> expired() {
        return expiry().filter(end -> end.isBefore(Instant.now()));
    }

    /** What goes behind the server's words. */
    String evidence() {
        return expired().map(end -> "; the client certificate ended on " + end).orElse("");
    }

    String remedy() {
        return expired().isPresent()
                ? "Make a new kubeconfig on a control plane: kubeadm certs renew admin.conf, or kubeadm kubeconfig user."
                : "Check that the kubeconfig is this cluster's and that its certificate or token has not expired.";
    }
}
