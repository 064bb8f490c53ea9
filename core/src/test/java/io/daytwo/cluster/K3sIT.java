package io.daytwo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** An API server of others, with kubelet and controllers, ECDSA keys and no etcd: only where Docker is. */
@Tag("docker")
class K3sIT {
    private static final DockerImageName IMAGE = DockerImageName.parse("rancher/k3s:v1.34.1-k3s1");

    @TempDir
    private Path folder;

    @Test
    void isReadCordonedAndLocked() throws IOException {
        Assumptions.assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "no Docker answers");
        try (K3sContainer k3s = new K3sContainer(IMAGE)) {
            k3s.start();
            Path kubeconfig = Files.writeString(folder.resolve("k3s.yaml"), k3s.getKubeConfigYaml());
            try (ClusterClient client = ClusterClient.fromKubeconfig(kubeconfig)) {
                KubernetesNode node = client.nodes().get(0);
                assertThat(node.leaseRenewed()).isPresent();
                assertThat(client.cordon(node.name(), "test")).isEqualTo(CordonState.CORDONED_BY_OWNER);
                assertThat(client.uncordon(node.name(), "test")).isEqualTo(CordonState.SCHEDULABLE);
                assertThat(client.workloads()).extracting(Workload::name).contains("coredns");
                assertThat(client.objectCounts().counts().get("nodes")).isEqualTo(1);
                Lease lease = Lease.named("kube-system", "daytwo").heldBy("a", Instant.now(), Duration.ofSeconds(5));
                assertThat(client.createLease(lease)).isPresent();
                assertThatExceptionOfType(KubeadmConfigurationException.class).isThrownBy(client::kubeadmConfiguration);
            }
        }
    }
}
