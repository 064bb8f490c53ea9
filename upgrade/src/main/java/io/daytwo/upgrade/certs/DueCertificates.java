package io.daytwo.upgrade.certs;

import io.daytwo.manifests.pki.CertificateRole;
import io.daytwo.manifests.pki.Misassignment;
import io.daytwo.manifests.pki.NodeCertificate;
import io.daytwo.manifests.pki.NodeCertificate.KeyMatch;
import io.daytwo.manifests.pki.NodeCertificates;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.StepContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What has to be renewed on one node, as its files are now. A certificate that cannot be read, or whose key is
 * another's, is always due: that is what a kill in the middle of {@code kubeadm certs renew} leaves.
 *
 * @param due what kubeadm has to renew
 * @param external what is due as well, but signed by a CA whose key is kept elsewhere
 * @param ofEtcd what is due as well, but is the affair of an etcd on hosts of its own
 * @param all every certificate as the node uses it
 */
record DueCertificates(List<Due> due, List<Due> external, List<Due> ofEtcd, List<NodeCertificate> all) {
    /** The certificates as they were before the first change, by name: those that are others now are renewed. */
    private static final String BEFORE = "/serials-before";

    /** A run that rests for longer begins anew; one that ended does not count for the next one, a year later. */
    private static final Duration BELIEVED = Duration.ofDays(7);

    private static final int MOST_BEGINNINGS = 50;

    private static final String KUBERNETES = "/etc/kubernetes/";

    /**
     * One of them.
     *
     * @param name as kubeadm calls it
     * @param path its file
     * @param why for people
     * @param usedBy the flags that name it
     * @param isBroken whether it or its key cannot be read as what it should be
     */
    record Due(String name, String path, String why, List<String> usedBy, boolean isBroken) {
        boolean isUsedBy(String component) {
            return usedBy.stream().anyMatch(user -> user.startsWith(component + " "));
        }

        @Override
        public String toString() {
            return name + " (" + why + ")";
        }
    }

    static DueCertificates of(String node, RenewalScope scope, StepContext context) {
        return of(context.node(node), scope, before(context, node));
    }

    /** What {@link #keepBefore} kept, unless it is too old to count. */
    static Optional<String> before(StepContext context, String node) {
        return beginnings(node)
                .flatMap(name -> context.fact(name).stream())
                .filter(DueCertificates::isRecent)
                .findFirst();
    }

    static Optional<Instant> began(StepContext context, String node) {
        return before(context, node).map(DueCertificates::time);
    }

    /** A fact is never changed: what is too old to count gets a successor. */
    void keepBefore(StepContext context, String node) {
        String name = beginnings(node)
                .filter(one -> context.fact(one).filter(old -> !isRecent(old)).isEmpty())
                .findFirst()
                .orElseThrow();
        var unused = context.keep(name, this::serialsNow);
    }

    private static Stream<String> beginnings(String node) {
        return IntStream.rangeClosed(1, MOST_BEGINNINGS)
                .mapToObj(number -> node + BEFORE + (number == 1 ? "" : "-" + number));
    }

    private static boolean isRecent(String kept) {
        return time(kept).isAfter(Instant.now().minus(BELIEVED));
    }

    private static Instant time(String kept) {
        return Instant.parse(kept.split(" ", 2)[0]);
    }

    static DueCertificates of(NodeExecutor node, RenewalScope scope, Optional<String> before) {
        NodeCertificates certificates = NodeCertificates.on(node);
        List<NodeCertificate> all = certificates.all();
        Map<String, String> serials = before.map(DueCertificates::serials).orElse(Map.of());
        Instant now = Instant.now();
        Map<String, Due> due = new HashMap<>();
        boolean hasEtcd = all.stream().flatMap(one -> one.usedBy().stream()).anyMatch(user -> user.startsWith("etcd "))
                || Surroundings.hasEtcd(node);
        for (NodeCertificate one : all) {
            if (scope.includes(one) && isKubeadms(one, all)) {
                why(one, scope, serials, now)
                        .ifPresent(why -> due.putIfAbsent(
                                one.name(),
                                new Due(one.name(), one.path(), why, one.usedBy(), one.key() != KeyMatch.MATCHES)));
            }
        }
        for (Misassignment finding : certificates.misassigned()) {
            broken(finding, all)
                    .filter(scope.names()::contains)
                    .ifPresent(name ->
                            due.putIfAbsent(name, new Due(name, path(name, all), "cannot be read", List.of(), true)));
        }
        List<Due> sorted = due.values().stream()
                .sorted(Comparator.comparing(one -> RenewalScope.KUBEADM.indexOf(one.name())))
                .toList();
        Predicate<Due> etcds = one -> !hasEtcd && isForEtcd(one.name());
        Predicate<Due> external = one -> isSignedElsewhere(one.name(), all);
        return new DueCertificates(
                sorted.stream().filter(etcds.or(external).negate()).toList(),
                sorted.stream().filter(etcds.negate().and(external)).toList(),
                sorted.stream().filter(etcds).toList(),
                all);
    }

    private static Optional<String> why(
            NodeCertificate one, RenewalScope scope, Map<String, String> before, Instant now) {
        if (one.key() != KeyMatch.MATCHES) {
            return Optional.of(one.key() == KeyMatch.DIFFERS ? "its key is another's" : "its key cannot be read");
        }
        boolean renewed =
                before.containsKey(one.name()) && !before.get(one.name()).equals(serial(one));
        if (renewed || !scope.isDue(one, now)) {
            return Optional.empty();
        }
        return Optional.of((one.notAfter().isAfter(now) ? "expires " : "expired ") + one.notAfter());
    }

    /** What flags name elsewhere was put there by somebody else, who renews it. */
    private static boolean isKubeadms(NodeCertificate one, List<NodeCertificate> all) {
        return one.path().equals(path(one.name(), all));
    }

    /**
     * With an etcd on hosts of its own these are not kubeadm's to renew (phases/certs/certlist.go,
     * GetCertsWithoutEtcd).
     */
    private static boolean isForEtcd(String name) {
        return role(name).flatMap(CertificateRole::signer).equals(Optional.of(CertificateRole.ETCD_CA));
    }

    private static Optional<String> broken(Misassignment finding, List<NodeCertificate> all) {
        return switch (finding.kind()) {
            case EMPTY, NOT_PEM, UNREADABLE, WRONG_KIND ->
                RenewalScope.KUBEADM.stream()
                        .filter(name -> finding.path().equals(path(name, all))
                                || finding.path().equals(keyPath(name, all)))
                        .findFirst();
            default -> Optional.empty();
        };
    }

    static String path(String name, List<NodeCertificate> all) {
        return role(name)
                .map(role -> folder(all)
                        + role.certificatePath()
                                .substring(folderOf(CertificateRole.CA.certificatePath())
                                        .length()))
                .orElse(KUBERNETES + name);
    }

    static String keyPath(String name, List<NodeCertificate> all) {
        return path(name, all).replaceFirst("\\.crt$", ".key");
    }

    /** kubeadm's certificatesDir, which its flags name. */
    static String folder(List<NodeCertificate> all) {
        return all.stream()
                .filter(one -> one.role().equals(Optional.of(CertificateRole.CA)))
                .map(one -> folderOf(one.path()))
                .findFirst()
                .orElse(folderOf(CertificateRole.CA.certificatePath()));
    }

    private static String folderOf(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private static Optional<CertificateRole> role(String name) {
        return Stream.of(CertificateRole.values())
                .filter(role -> role.kubeadmName().equals(name))
                .findFirst();
    }

    /** By the CA in kubeadm's folder, which is the one that it signs with; others may be there for other purposes. */
    static boolean isSignedElsewhere(String name, List<NodeCertificate> all) {
        CertificateRole signer = role(name).flatMap(CertificateRole::signer).orElse(CertificateRole.CA);
        List<NodeCertificate> authorities = all.stream()
                .filter(one -> one.role().equals(Optional.of(signer)))
                .toList();
        List<NodeCertificate> kubeadms = authorities.stream()
                .filter(one -> one.path().equals(path(signer.kubeadmName(), all)))
                .toList();
        return (kubeadms.isEmpty() ? authorities : kubeadms).stream().allMatch(one -> one.key() == KeyMatch.ABSENT);
    }

    /** The time, then name=serial. */
    String serialsNow() {
        return Stream.concat(
                        Stream.of(Instant.now().toString()),
                        all.stream()
                                .filter(one -> RenewalScope.KUBEADM.contains(one.name()))
                                .map(one -> one.name() + "=" + serial(one))
                                .distinct())
                .collect(Collectors.joining(" "));
    }

    private static Map<String, String> serials(String text) {
        return Stream.of(text.split(" "))
                .skip(1)
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, same) -> first));
    }

    private static String serial(NodeCertificate one) {
        return one.certificate().getSerialNumber().toString(16).toLowerCase(Locale.ROOT);
    }

    /** {@return one sentence about what there is nothing to do for} */
    String nothing() {
        return all.stream()
                .filter(one -> RenewalScope.KUBEADM.contains(one.name()))
                .min(Comparator.comparing(NodeCertificate::notAfter))
                .map(first -> "nothing to renew; the first to expire is " + first.name() + ", " + first.notAfter())
                .orElse("no certificates of kubeadm here");
    }

    List<String> names() {
        return due.stream().map(Due::name).toList();
    }
}
