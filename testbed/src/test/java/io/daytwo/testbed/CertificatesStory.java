package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.daytwo.manifests.pki.NodeCertificate;
import io.daytwo.manifests.pki.NodeCertificates;
import io.daytwo.node.NodeExecutor;
import java.time.Duration;
import java.time.Instant;
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
