package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.cluster.ClusterClient;
import io.daytwo.manifests.pki.ServedCertificate;
import io.daytwo.manifests.pki.ServedCertificates;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Journal;
import io.daytwo.plan.Nodes;
import io.daytwo.plan.PlanResult;
import io.daytwo.plan.RunOptions;
import io.daytwo.progress.ProgressListener;
import io.daytwo.upgrade.certs.Balancer;
import io.daytwo.upgrade.certs.CertRenewal;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All certificates of three control planes renewed while clients write: nobody consents to downtime. */
@Testbed(controlPlanes = 3, workers = 2)
class RenewalUnderLoadStory {
    private static final double PROMISED = 0.999;

    @TempDir
    private Path folder;

    @Test
    void withHaproxyTold(ClusterUnderTest cluster) throws IOException {
        String socket = "/run/haproxy/admin.sock";
        cluster.ssh(
                "root@lb",
                "grep -q 'stats socket' /etc/haproxy/haproxy.cfg || { sed -i '/^global/a stats socket " + socket
                        + " mode 660 level admin' /etc/haproxy/haproxy.cfg && systemctl restart haproxy; }");
        cluster.awaitReadyz(Duration.ofMinutes(1));
        try (ClusterClient client = Operator.client(cluster, folder);
                NodeExecutor lb = cluster.node("lb").asRoot();
                Nodes nodes = Nodes.of(client, machine -> cluster.node(machine).asRoot())) {
            renew(
                    cluster,
                    nodes,
                    cluster.controlPlanes(),
                    CertRenewal.forControlPlanes(client, nodes)
                            .balancer(Balancer.haproxy(lb, "api-servers").socket(socket)));
        }
    }

    /** One of the three: the others would be the same again. */
    @Tag("long")
    @Test
    void withoutAHook(ClusterUnderTest cluster) {
        try (Nodes nodes = nodes(cluster)) {
            renew(
                    cluster,
                    nodes,
                    List.of("cp1"),
                    CertRenewal.forNode(nodes.node("cp1")).balancerNotices(Duration.ofSeconds(4)));
            for (String node : cluster.controlPlanes()) {
                assertThat(cluster.ssh("root@" + node, "iptables-save; ip6tables-save"))
                        .doesNotContain("DAYTWO");
                assertThat(cluster.ssh("root@" + node, "systemctl list-units --all"))
                        .doesNotContain("daytwo-accept");
            }
        }
    }

    private static Nodes nodes(ClusterUnderTest cluster) {
        return Nodes.of(
                cluster.controlPlanes(), machine -> cluster.node(machine).asRoot());
    }

    private void renew(ClusterUnderTest cluster, Nodes nodes, List<String> renewed, CertRenewal renewal) {
        Map<String, BigInteger> before = serials(renewed, nodes);
        RunOptions options = RunOptions.defaults()
                .journal(Journal.at(folder.resolve("renewal.journal")))
                .onProgress(ProgressListener.console(System.out));
        LoadReport report;
        PlanResult result;
        try (Load load = cluster.load(20)) {
            result = renewal.all().plan().run(options);
            report = load.stop();
        }
        cluster.say(result.applied().size() + " steps in " + result.took().toSeconds() + " s; " + report);
        assertThat(serials(renewed, nodes))
                .hasSameSizeAs(before)
                .allSatisfy((name, serial) -> assertThat(serial).isNotEqualTo(before.get(name)));
        for (String node : nodes.names()) {
            assertThat(ServedCertificates.on(nodes.node(node)).all()).allMatch(ServedCertificate::isCurrent);
        }
        Wellness.expect(cluster);
        assertThat(report.lost()).isEmpty();
        assertThat(report.availability()).isGreaterThanOrEqualTo(PROMISED);
    }

    private static Map<String, BigInteger> serials(List<String> renewed, Nodes nodes) {
        Map<String, BigInteger> all = new TreeMap<>();
        renewed.forEach(node -> CertRenewalStory.serials(nodes.node(node))
                .forEach((name, serial) -> all.put(node + " " + name, serial)));
        return all;
    }
}
