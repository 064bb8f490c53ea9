package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Journal;
import io.daytwo.plan.Plan;
import io.daytwo.plan.PlanResult;
import io.daytwo.plan.RunOptions;
import io.daytwo.plan.StepState;
import io.daytwo.upgrade.certs.CertRenewal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of the CAs are kept elsewhere: requests are all that can be made. */
@Testbed(controlPlanes = 1)
class ExternalAuthorityStory {
    @TempDir
    private Path folder;

    @Test
    void getsSigningRequestsAndNothingElseIsTouched(ClusterUnderTest cluster) {
        cluster.ssh(
                "root@cp1",
                "cd /etc/kubernetes/pki && mv ca.key /root/ca.key && mv etcd/ca.key /root/etcd-ca.key"
                        + " && mv front-proxy-ca.key /root/front-proxy-ca.key");
        String before = files(cluster);
        try (NodeExecutor cp1 = cluster.node("cp1").asRoot()) {
            Plan plan = CertRenewal.forNode(cp1).all().plan();
            RunOptions options = RunOptions.defaults().journal(Journal.at(folder.resolve("external.journal")));
            assertThat(plan.preview(options).rows().stream()
                            .filter(row -> !(row.state() instanceof StepState.Done))
                            .map(row -> row.id().replaceFirst(".*/", "")))
                    .containsExactly("signing-requests");
            PlanResult result = plan.run(options);
            assertThat(result.applied()).hasSize(1);
            assertThat(result.steps().get(0).evidence()).contains("apiserver", "the key of the CA is not on this node");
            cluster.say(result.steps().get(0).evidence());
        }
        assertThat(files(cluster)).isEqualTo(before);
        String subjects = cluster.ssh(
                "root@cp1",
                "cd /var/lib/daytwo/requests/* && for f in $(find . -name '*.csr' | sort); do echo $f $(openssl req -in $f -noout -verify -subject 2>&1); done");
        assertThat(subjects)
                .contains(
                        "./pki/apiserver.csr",
                        "./pki/etcd/server.csr",
                        "./pki/front-proxy-client.csr",
                        "./admin.conf.csr");
        assertThat(cluster.ssh("root@cp1", "stat -c '%a %U' /var/lib/daytwo/requests/*/pki/apiserver.key"))
                .startsWith("600 root");
    }

    private static String files(ClusterUnderTest cluster) {
        return cluster.ssh(
                "root@cp1",
                "find /etc/kubernetes /var/lib/kubelet/pki -type f -exec sha256sum {} + | sort; pgrep -x -a 'etcd|kube-apiserver' | cut -d ' ' -f 1-2");
    }
}
