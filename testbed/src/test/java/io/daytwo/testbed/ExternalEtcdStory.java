package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.cluster.ClusterClient;
import io.daytwo.cluster.EtcdTopology;
import io.daytwo.cluster.Topology;
import io.daytwo.manifests.pki.ServedCertificate;
import io.daytwo.manifests.pki.ServedCertificates;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Journal;
import io.daytwo.plan.Nodes;
import io.daytwo.plan.Plan;
import io.daytwo.plan.PlanResult;
import io.daytwo.plan.RunOptions;
import io.daytwo.progress.ProgressListener;
import io.daytwo.upgrade.certs.CertRenewal;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** etcd on hosts of its own, as systemd units. */
@Testbed(controlPlanes = 1, externalEtcds = 3)
class ExternalEtcdStory {
    @Test
    void isUpAndWell(ClusterUnderTest cluster) {
        Wellness.expect(cluster);
        assertThat(Pod.all(cluster.api())).extracting(Pod::name).noneMatch(name -> name.contains("etcd"));
        cluster.say("no etcd Pod, members "
                + Member.of(cluster).stream().map(Member::endpoint).toList());
    }

    @Test
    void isSeenAsSuch(ClusterUnderTest cluster, @TempDir Path folder) throws IOException {
        try (ClusterClient client = Operator.client(cluster, folder)) {
            Topology topology = client.topology();
            assertThat(topology.controlPlanes()).containsExactly("cp1");
            assertThat(topology.etcd()).isEqualTo(EtcdTopology.EXTERNAL);
            assertThat(client.kubeadmConfiguration().etcdEndpoints())
                    .containsExactlyInAnyOrderElementsOf(
                            Member.of(cluster).stream().map(Member::endpoint).toList());
            cluster.say(topology.toString());
        }
    }

    /** Its client certificate on the control plane too is somebody else's: etcd's CA is not there. */
    @Test
    void isLeftAloneWhenTheCertificatesOfTheControlPlaneAreRenewed(ClusterUnderTest cluster, @TempDir Path folder)
            throws IOException {
        String forEtcd = "apiserver-etcd-client";
        try (ClusterClient client = Operator.client(cluster, folder);
                Nodes nodes = Nodes.of(client, machine -> cluster.node(machine).asRoot())) {
            NodeExecutor cp1 = nodes.node("cp1");
            Map<String, BigInteger> before = CertRenewalStory.serials(cp1);
            assertThat(before).containsKey(forEtcd).doesNotContainKey("etcd-server");
            Plan plan = CertRenewal.forControlPlanes(client, nodes).all().plan();
            RunOptions options = RunOptions.defaults()
                    .journal(Journal.at(folder.resolve("renewal.journal")))
                    .onProgress(ProgressListener.console(System.out))
                    .acceptDowntime();
            PlanResult result = plan.run(options);
            assertThat(result.applied()).contains("cp1/renew", "cp1/restart-kube-apiserver");
            assertThat(result.applied()).doesNotContain("cp1/restart-etcd", "cp1/signing-requests");
            assertThat(result.steps().get(0).evidence()).contains(forEtcd + " (expires ");
            Map<String, BigInteger> after = CertRenewalStory.serials(cp1);
            assertThat(after).containsEntry(forEtcd, before.remove(forEtcd)).hasSize(before.size() + 1);
            assertThat(before)
                    .allSatisfy((name, serial) ->
                            assertThat(after.get(name)).as(name).isNotEqualTo(serial));
            assertThat(ServedCertificates.on(cp1).all()).allMatch(ServedCertificate::isCurrent);
            cluster.say("renewed beside an external etcd in " + result.took().toSeconds() + " s: "
                    + result.steps().get(0).evidence());
        }
        Wellness.expect(cluster);
    }
}
