package io.daytwo.manifests.pki;

import io.daytwo.manifests.pki.NodeCertificate.Renewal;
import io.daytwo.node.NodeExecutor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The certificates of a node as they are used: named by the flags of etcd, API server, controller manager and
 * scheduler, those for certain server names included, held by the kubeconfigs of controller manager, scheduler, kubelet
 * and administrators, copies under home folders included, and the kubelet's own. Reads files only, in one command or
 * two, so that it works with every component dead; needs root. Private keys are compared by their public halves, which
 * openssl on the node tells: only where it is missing are they read. What was read stays as it was. Immutable and
 * thread-safe.
 */
public final class NodeCertificates {
    private final String node;
    private final List<UsedCertificate> used;
    private final Optional<NodeClock> nodeClock;
    private final List<ServedCertificate> served;
    private final Clock clock;

    private NodeCertificates(
            String node,
            List<UsedCertificate> used,
            Optional<NodeClock> nodeClock,
            List<ServedCertificate> served,
            Clock clock) {
        this.node = node;
        this.used = used;
        this.nodeClock = nodeClock;
        this.served = served;
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
        CertificateFinder finder = CertificateFinder.on(node);
        return new NodeCertificates(node.name(), finder.all(), finder.clock(), List.of(), clock);
    }

    /**
     * Asks the ports of the node, too, which certificates they serve now ({@link ServedCertificates}); what differs
     * from the disk becomes a finding.
     *
     * @param on the node from which this was read
     * @return a copy that knows
     * @throws io.daytwo.node.NodeUnreachableException if the node forwards no ports
     * @throws io.daytwo.retry.WaitInterruptedException if the thread was interrupted
     */
    public NodeCertificates withServed(NodeExecutor on) {
        if (!on.name().equals(node)) {
            throw new IllegalArgumentException("on: " + on.name() + " is not " + node);
        }
        return new NodeCertificates(
                node, used, nodeClock, ServedCertificates.on(on).all(), clock);
    }

    /** {@return what its ports served when {@link #withServed} asked, empty before} */
    public List<ServedCertificate> served() {
        return served;
    }

    /** {@return the node's name} */
    public String node() {
        return node;
    }

    /**
     * Tells how wrong the node's clock is at least, against the one here: what the network took is counted in its
     * favour.
     *
     * @return positive if it is fast, negative if it is slow; empty if the node did not tell its time
     */
    public Optional<Duration> clockError() {
        return nodeClock.map(NodeClock::error);
    }

    /** {@return those that could be read, in the order in which they were found; each file once in each role} */
    public List<NodeCertificate> all() {
        Map<String, List<UsedCertificate>> places = new LinkedHashMap<>();
        for (UsedCertificate one : used) {
            places.computeIfAbsent(one.name() + " " + one.certificate().path(), none -> new ArrayList<>())
                    .add(one);
        }
        return places.values().stream()
                .flatMap(same -> same.get(0).first().map(first -> known(same, first)).stream())
                .toList();
    }

    private NodeCertificate known(List<UsedCertificate> same, X509Certificate first) {
        List<String> users = same.stream().flatMap(one -> one.usedBy().stream()).toList();
        return same.get(0).on(node, first, users, renewal(same.get(0)));
    }

    private Renewal renewal(UsedCertificate one) {
        if (one.isAuthority() || one.isOwnServing()) {
            return one.certificate().path().endsWith("-current.pem") ? Renewal.KUBELET : Renewal.BY_HAND;
        }
        if (one.name().equals(CertificateFinder.KUBELET_CLIENT)) {
            return one.certificate().path().startsWith(KubeadmPlaces.KUBELET) ? Renewal.KUBELET : Renewal.BY_HAND;
        }
        if (one.name().endsWith(KubeadmPlaces.COPY)) {
            return Renewal.COPY;
        }
        return authorities(one.signer()).stream().anyMatch(UsedCertificate::hasItsKey)
                ? Renewal.HERE
                : Renewal.EXTERNAL_CA;
    }

    /** The one in kubeadm's place, if there is one: others serve other purposes, e.g. to sign what kubelets request. */
    private List<UsedCertificate> authorities(CertificateRole role) {
        List<UsedCertificate> all =
                used.stream().filter(one -> one.isInRole(role)).toList();
        List<UsedCertificate> usual = all.stream()
                .filter(one -> one.certificate().path().equals(role.certificatePath()))
                .toList();
        return usual.isEmpty() ? all : usual;
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
     * by another CA than the one that checks them, of the wrong usage, for another node, expired; a clock that is off;
     * after {@link #withServed} also ports that serve something else.
     *
     * @return one sentence for each; empty if all is well
     */
    public List<Misassignment> misassigned() {
        List<Misassignment> findings = new ArrayList<>();
        nodeClock.flatMap(time -> time.judge(node)).ifPresent(findings::add);
        findings.addAll(new CertificateRules(used, clock.instant()).findings());
        served.forEach(port -> StaleService.judge(port, clock.instant()).ifPresent(findings::add));
        return List.copyOf(findings);
    }

    /** {@return how many there are, on which node} */
    @Override
    public String toString() {
        return used.size() + " uses of certificates on " + node;
    }
}
