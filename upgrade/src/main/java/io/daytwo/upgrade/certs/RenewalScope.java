package io.daytwo.upgrade.certs;

import io.daytwo.manifests.pki.NodeCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which certificates are meant. Never a CA, never the kubelet's own: those are not among the names.
 *
 * @param names as {@code kubeadm certs renew} takes them
 * @param within only what expires within this time; empty for all of them
 */
record RenewalScope(Set<String> names, Optional<Duration> within) {
    /** cmd/kubeadm/app/phases/certs/renewal/manager.go, NewManager, in the order in which they are renewed here. */
    static final List<String> KUBEADM = List.of(
            "etcd-server",
            "etcd-peer",
            "etcd-healthcheck-client",
            "apiserver-etcd-client",
            "apiserver",
            "apiserver-kubelet-client",
            "front-proxy-client",
            "controller-manager.conf",
            "scheduler.conf",
            "admin.conf",
            "super-admin.conf");

    static final RenewalScope ALL = new RenewalScope(Set.copyOf(KUBEADM), Optional.empty());

    RenewalScope only(Collection<String> chosen) {
        for (String name : chosen) {
            if (!KUBEADM.contains(name)) {
                throw new IllegalArgumentException("names: " + name + " is none of " + KUBEADM);
            }
        }
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("names: none");
        }
        return new RenewalScope(Set.copyOf(chosen), within);
    }

    boolean includes(NodeCertificate certificate) {
        return names.contains(certificate.name());
    }

    boolean isDue(NodeCertificate certificate, Instant now) {
        return within.map(time -> !certificate.notAfter().isAfter(now.plus(time)))
                .orElse(true);
    }

    /** For the plan's fingerprint: the same when the plan is made again. */
    String input() {
        return String.join(",", new TreeSet<>(names))
                + within.map(time -> " within " + time).orElse("");
    }
}
