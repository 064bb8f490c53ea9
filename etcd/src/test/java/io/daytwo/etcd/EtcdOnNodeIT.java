package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.KubeadmNodeFolder;
import io.daytwo.manifests.pki.CredentialsMisassignedException;
import io.daytwo.node.NodeExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EtcdOnNodeIT {
    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void findsEverythingInTheNodesManifest(EtcdRelease release) {
        try (EtcdRig rig = EtcdRig.of(release).tls().members(3).fast().start();
                NodeExecutor node = NodeExecutor.local();
                EtcdCluster cluster = EtcdCluster.of(node, manifests(rig.node("cp2")))) {
            assertThat(cluster.health().healthy()).isTrue();
            assertThat(cluster.members()).extracting(EtcdMember::name).containsExactlyInAnyOrder("cp1", "cp2", "cp3");

            EtcdOnNode found = EtcdOnNode.read(node, manifests(rig.node("cp2")));
            assertThat(found.name()).isEqualTo("cp2");
            assertThat(found.dataDir()).contains(rig.node("cp2").dataDir().toString());
            assertThat(found.peerUrls()).hasSize(1).allMatch(url -> url.startsWith("https://127.0.0.1:"));
            assertThat(found.endpoints().get(0).url()).isEqualTo(rig.node("cp2").clientUrl());
            assertThat(found.tls().toString())
                    .contains("healthcheck-client.crt, key", "; else certificate", "server.crt");
        }
    }

    @Test
    void takesTheServersPairWhereTheHealthcheckClientsIsUnfit() throws IOException {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).tls().fast().start();
                NodeExecutor node = NodeExecutor.local()) {
            KubeadmNodeFolder folder = rig.node("cp1");
            Path pair = folder.pki().resolve("etcd/healthcheck-client.key");
            Files.writeString(pair, "not a key");
            try (EtcdCluster cluster = EtcdCluster.of(node, manifests(folder))) {
                assertThat(cluster.health().healthy()).isTrue();
            }
            Files.delete(pair);
            try (EtcdCluster cluster = EtcdCluster.of(node, manifests(folder))) {
                assertThat(cluster.health().healthy()).isTrue();
            }
            Files.writeString(folder.pki().resolve("etcd/server.key"), "not a key");
            try (EtcdCluster cluster = EtcdCluster.of(node, manifests(folder))) {
                assertThatThrownBy(cluster::members).isInstanceOf(CredentialsMisassignedException.class);
            }
        }
    }

    private static String manifests(KubeadmNodeFolder folder) {
        return folder.manifest().getParent().toString();
    }
}
