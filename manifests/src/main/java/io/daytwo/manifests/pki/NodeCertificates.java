package io.daytwo.manifests.pki;

import io.daytwo.node.NodeExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The certificates of a node as they are used: named by the flags of etcd, API server and controller manager, held by
 * the kubeconfigs of controller manager, scheduler, kubelet and administrators, copies under home folders included, and
 * the kubelet's own. Reads files only, so that it works with every component dead; needs root. What was read stays as
 * it was. Immutable and thread-safe.
 */
public final class NodeCertificates {
    private final String node;
    private final List<UsedCertificate> used;
    private final Clock clock;

    private NodeCertificates(String node, List<UsedCertificate> used, Clock clock) {
        this.node = node;
        this.used = used;
        this.clock = clock;
    }

    /**
     * Reads them.
     *
     * @param node a control plane or a worker
     * @return what it uses now
     * @throws io.daytwo.manifests.ManifestException if a manifest cannot be read
     * @throws io.daytwo.node.NodeFileException if a manifest may not be read; certificates that may not are findings
     */
    public static NodeCertificates on(NodeExecutor node) {
        return on(node, Clock.systemUTC());
    }

    static NodeCertificates on(NodeExecutor node, Clock clock) {
        return new NodeCertificates(node.name(), new CertificateFinder(node).all(), clock);
    }

    /** {@return those that could be read, in the order in which they were found; each file once in each role} */
    public List<NodeCertificate> all() {
        Map<String, List<UsedCertificate>> places = new LinkedHashMap<>();
        for (UsedCertificate one : used) {
            places.computeIfAbsent(one.name() + " " + one.certificate().path(), none -> new ArrayList<>())
                    .add(one);
        }
        return places.values().stream()
                .flatMap(same -> same.get(0).first().stream()
                        .map(first -> same.get(0)
                                .on(
                                        node,
                                        first,
                                        same.stream()
                                                .flatMap(one -> one.usedBy().stream())
                                                .toList())))
                .toList();
    }

    /**
     * Finds what will expire, or has.
     *
     * @param time from now
     * @return those that expire within it, the first to expire first
     */
    public List<NodeCertificate> expiringWithin(Duration time) {
        Instant limit = clock.instant().plus(time);
        return all().stream()
                .filter(one -> !one.notAfter().isAfter(limit))
                .sorted(Comparator.comparing(NodeCertificate::notAfter))
                .toList();
    }

    /**
     * Finds certificates, keys and CAs that cannot do what they are used for: unreadable, in each other's place, signed
     * by another CA than the one that checks them, of the wrong usage, for another node, expired.
     *
     * @return one sentence for each; empty if all is well
     */
    public List<Misassignment> misassigned() {
        return new CertificateRules(used, clock.instant()).findings();
    }

    /** {@return how many there are, on which node} */
    @Override
    public String toString() {
        return used.size() + " uses of certificates on " + node;
    }
}
