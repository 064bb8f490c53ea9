package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.daytwo.manifests.pki.Misassignment;
import io.daytwo.manifests.pki.Misassignment.Kind;
import io.daytwo.manifests.pki.NodeCertificate;
import io.daytwo.manifests.pki.NodeCertificate.Renewal;
import io.daytwo.manifests.pki.NodeCertificates;
import io.daytwo.manifests.pki.ServedCertificates;
import io.daytwo.node.NodeExecutor;
import io.daytwo.retry.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The certificates of a real control plane: what kubeadm sees of them, and what it does not. */
@Testbed(controlPlanes = 1)
class CertificatesStory {
    @Test
    void areThoseThatKubeadmKnowsAndTheKubelets(ClusterUnderTest cluster) {
        try (NodeExecutor cp1 = cluster.node("cp1").asRoot()) {
            NodeCertificates certificates = NodeCertificates.on(cp1);
            assertThat(certificates.misassigned()).isEmpty();
            assertThat(certificates.expiringWithin(Duration.ofDays(30))).isEmpty();
            Map<String, Instant> ours = certificates.all().stream()
                    .collect(Collectors.toMap(NodeCertificate::name, NodeCertificate::notAfter));
            Map<String, Instant> kubeadms = kubeadm(cluster);
            assertThat(ours).containsAllEntriesOf(kubeadms);
            ours.keySet().removeAll(kubeadms.keySet());
            assertThat(ours).containsOnlyKeys("kubelet-client", "kubelet-serving");
            cluster.say(kubeadms.size() + " certificates as kubeadm says, and " + ours.keySet() + " besides");
        }
    }

    @Test
    void areReadWithEverythingExpiredAndDead(ClusterUnderTest cluster) {
        cluster.faults().age("cp1", 400);
        try (NodeExecutor cp1 = cluster.node("cp1").asRoot()) {
            NodeCertificates certificates = NodeCertificates.on(cp1);
            assertThat(certificates.expiringWithin(Duration.ZERO))
                    .extracting(NodeCertificate::name)
                    .contains("apiserver", "etcd-server", "admin.conf", "kubelet-client", "scheduler.conf");
            assertThat(certificates.misassigned())
                    .allSatisfy(finding -> assertThat(finding.problem()).contains("expired at"));
            cluster.say(certificates.misassigned().size() + " expired certificates named with the API dead");
        }
    }

    @Test
    void portsServeWhatLiesOnDiskUntilTheFolderIsReplaced(ClusterUnderTest cluster) {
        try (NodeExecutor cp1 = cluster.node("cp1").asRoot()) {
            NodeCertificates certificates = NodeCertificates.on(cp1).withServed(cp1);
            assertThat(certificates.served())
                    .extracting(port -> port.component() + ":" + port.port() + " " + port.state())
                    .containsExactly(
                            "etcd:2379 AS_ON_DISK",
                            "etcd:2380 AS_ON_DISK",
                            "kube-apiserver:6443 AS_ON_DISK",
                            "kube-controller-manager:10257 IN_MEMORY",
                            "kube-scheduler:10259 IN_MEMORY",
                            "kubelet:10250 AS_ON_DISK");
            assertThat(certificates.misassigned()).isEmpty();
            assertThat(certificates.clockError()).hasValue(Duration.ZERO);

            cluster.ssh("root@cp1", "kubeadm certs renew apiserver && kubeadm certs renew etcd-server");
            long seconds = secondsUntilCurrent(cp1, "kube-apiserver") + secondsUntilCurrent(cp1, "etcd");
            cluster.say("API server and etcd serve what kubeadm renewed after " + seconds + " s, without a restart");

            cluster.ssh(
                    "root@cp1",
                    "cd /etc/kubernetes && cp -a pki pki.new && mv pki pki.old && mv pki.new pki"
                            + " && kubeadm certs renew apiserver && kubeadm certs renew etcd-server");
            assertThat(ServedCertificates.on(cp1).areCurrent("kube-apiserver")).isFalse();
            List<Misassignment> findings =
                    NodeCertificates.on(cp1).withServed(cp1).misassigned();
            assertThat(findings)
                    .extracting(Misassignment::kind, Misassignment::path)
                    .containsExactly(
                            tuple(Kind.SERVED_FROM_BEFORE, "/etc/kubernetes/pki/etcd/server.crt"),
                            tuple(Kind.SERVED_FROM_BEFORE, "/etc/kubernetes/pki/apiserver.crt"));
            cluster.say(findings.get(1).toString());

            for (String component : List.of("etcd", "kube-apiserver")) {
                cluster.faults().stop("cp1", component);
                assertThat(ServedCertificates.on(cp1).areCurrent(component)).isFalse();
                cluster.faults().start("cp1", component);
                assertThat(secondsUntilCurrent(cp1, component)).isLessThan(120);
            }
        }
    }

    private static long secondsUntilCurrent(NodeExecutor node, String component) {
        long started = System.nanoTime();
        boolean current = Await.forThat("what " + component + " serves is on disk")
                .within(Duration.ofMinutes(3))
                .until(() -> ServedCertificates.on(node).areCurrent(component), served -> served);
        assertThat(current).isTrue();
        return Duration.ofNanos(System.nanoTime() - started).toSeconds();
    }

    @Test
    void eachAuthorityIsExternalByItselfAsKubeadmSays(ClusterUnderTest cluster) {
        try (NodeExecutor cp1 = cluster.node("cp1").asRoot()) {
            cluster.ssh("root@cp1", "mkdir -p .kube && cp /etc/kubernetes/admin.conf .kube/config && mkdir /root/keys");
            for (String authority : List.of("etcd/ca", "front-proxy-ca", "ca")) {
                cluster.ssh("root@cp1", "mv /etc/kubernetes/pki/" + authority + ".key $(mktemp -d /root/keys/XXXX)");
                Map<String, Boolean> kubeadms = externallyManaged(cluster);
                Map<String, Boolean> ours = NodeCertificates.on(cp1).all().stream()
                        .filter(one -> kubeadms.containsKey(one.name()))
                        .collect(Collectors.toMap(NodeCertificate::name, one -> one.renewal() == Renewal.EXTERNAL_CA));
                assertThat(ours)
                        .as("without %s.key", authority)
                        .isEqualTo(kubeadms)
                        .containsValue(true);
            }
            assertThat(NodeCertificates.on(cp1).all())
                    .filteredOn(one -> one.name().equals("/root/.kube/config"))
                    .extracting(NodeCertificate::renewal)
                    .containsExactly(Renewal.COPY);
            assertThat(NodeCertificates.on(cp1).all())
                    .filteredOn(one -> one.renewal() == Renewal.HERE)
                    .isEmpty();
            cluster.say("with each CA's key gone in turn, ours and kubeadm say the same of every certificate");
        }
    }

    private static Map<String, Boolean> externallyManaged(ClusterUnderTest cluster) {
        JsonObject all = JsonParser.parseString(cluster.ssh("root@cp1", "kubeadm certs check-expiration -o json"))
                .getAsJsonObject();
        Map<String, Boolean> found = new TreeMap<>();
        all.getAsJsonArray("certificates")
                .forEach(item -> found.put(
                        item.getAsJsonObject().get("name").getAsString(),
                        item.getAsJsonObject().get("externallyManaged").getAsBoolean()));
        return found;
    }

    private static Map<String, Instant> kubeadm(ClusterUnderTest cluster) {
        JsonObject all = JsonParser.parseString(cluster.ssh("root@cp1", "kubeadm certs check-expiration -o json"))
                .getAsJsonObject();
        Map<String, Instant> found = new TreeMap<>();
        for (String list : new String[] {"certificates", "certificateAuthorities"}) {
            JsonArray items = all.getAsJsonArray(list);
            items.forEach(item -> found.put(
                    item.getAsJsonObject().get("name").getAsString(),
                    Instant.parse(item.getAsJsonObject().get("expirationDate").getAsString())));
        }
        assertThat(found).hasSizeGreaterThan(10);
        return found;
    }
}
