package io.daytwo.upgrade.certs;

import io.daytwo.manifests.pki.NodeCertificate;
import io.daytwo.manifests.pki.NodeCertificate.KeyMatch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The kubelet's client certificate. kubeadm does not renew it, the kubelet does, through the API; with an expired one
 * it does not start (pkg/kubelet/certificate/bootstrap/bootstrap.go), and then no static Pod does.
 *
 * @param certificate what kubelet.conf leads to, empty if that cannot be read
 */
record KubeletClient(Optional<NodeCertificate> certificate) {
    static final String NAME = "kubelet-client";

    static KubeletClient of(List<NodeCertificate> all) {
        return new KubeletClient(
                all.stream().filter(one -> one.name().equals(NAME)).findFirst());
    }

    boolean isAlive() {
        return certificate
                .filter(one -> one.notAfter().isAfter(Instant.now()) && one.key() == KeyMatch.MATCHES)
                .isPresent();
    }

    String words() {
        return certificate
                .map(one -> one.key() == KeyMatch.MATCHES
                        ? "the kubelet's client certificate " + (isAlive() ? "is valid until " : "has expired at ")
                                + one.notAfter()
                        : "the key of the kubelet's client certificate is not its own")
                .orElse("the kubelet's client certificate cannot be read");
    }
}
