package io.daytwo.etcd.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EtcdRigIT {
    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void startsEveryReleaseAndLeavesNothing(EtcdRelease release) {
        Path folder;
        EtcdServer member;
        try (EtcdRig rig = EtcdRig.of(release).fast().start()) {
            folder = rig.folder();
            member = rig.members().get(0);
            long revision = rig.client().put("/registry/a", "one");
            assertThat(rig.client().get("/registry/a")).hasValue("one");
            assertThat(rig.client().revision()).isEqualTo(revision);
            assertThat(release.version()).startsWith(release.line());
            var status = Tool.of(
                            release.etcdctl(), "--endpoints", rig.endpoints().get(0))
                    .with("endpoint", "status", "-w", "json")
                    .run()
                    .json();
            assertThat(status.getAsJsonArray()
                            .get(0)
                            .getAsJsonObject()
                            .get("Endpoint")
                            .getAsString())
                    .isEqualTo(rig.endpoints().get(0));
        }
        assertThat(folder).doesNotExist();
        assertThat(member.isRunning()).isFalse();
    }

    @Test
    void threeMembersWithTlsSurviveOneKilledAndOnePaused() {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6)
                .members(3)
                .tls(KubeadmPki.create())
                .fast()
                .start()) {
            long revision = rig.client("cp1").put("/registry/a", "one");
            EtcdServer leader = rig.leader();
            leader.kill();
            EtcdServer other = rig.members().stream()
                    .filter(EtcdServer::isRunning)
                    .findFirst()
                    .orElseThrow();
            other.awaitReady();
            assertThat(rig.client(other.name()).revision()).isEqualTo(revision);
            leader.restart();
            assertThat(rig.client(leader.name()).get("/registry/a")).hasValue("one");
            other.pause();
            leader.awaitReady();
            other.resume();
            other.awaitReady();
            assertThat(rig.client("cp1").hashKv(revision).getHash())
                    .isEqualTo(rig.client("cp2").hashKv(revision).getHash());
        }
    }

    @Test
    void clientsWithoutCertificateAreTurnedAway() {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).tls().fast().start()) {
            KubeadmNodeFolder node = rig.node("cp1");
            Path etcd = node.pki().resolve("etcd");
            List<String> ctl = List.of(
                    "--endpoints",
                    node.clientUrl(),
                    "--cacert",
                    etcd.resolve("ca.crt").toString());
            Tool bare = Tool.of(EtcdRelease.LINE_3_6.etcdctl(), ctl.toArray())
                    .with("--dial-timeout", "1s", "--command-timeout", "2s");
            assertThat(bare.with("get", "x").run().exit()).isNotZero();
            assertThat(bare.with(
                                    "--cert",
                                    etcd.resolve("healthcheck-client.crt"),
                                    "--key",
                                    etcd.resolve("healthcheck-client.key"),
                                    "get",
                                    "x")
                            .run()
                            .exit())
                    .isZero();
            assertThat(node.manifest()).content().contains("    - --client-cert-auth=true", "path: " + node.dataDir());
            assertThat(Files.exists(node.dataDir().resolve("member/snap/db"))).isTrue();
        }
    }

    @Test
    void aFullQuotaRaisesTheAlarmAndHealthIsStillAnswered() {
        try (EtcdRig rig =
                EtcdRig.of(EtcdRelease.LINE_3_6).quota(20 << 20).fast().start()) {
            byte[] value = new byte[1 << 20];
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 30; i++) {
                            long ignored = rig.client().put("/k" + i, value);
                        }
                    })
                    .isInstanceOf(StatusRuntimeException.class);
            assertThat(rig.members().get(0).isHealthy()).isTrue();
        }
    }

    @Test
    void aSpareMemberJoins() {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).fast().start()) {
            long revision = rig.client().put("a", "b");
            EtcdServer spare = rig.spare("m2", EtcdRelease.LINE_3_6);
            Tool.of(
                            EtcdRelease.LINE_3_6.etcdctl(),
                            "--endpoints",
                            rig.endpoints().get(0))
                    .with("member", "add", "m2", "--peer-urls", spare.peerUrl())
                    .run()
                    .ok();
            spare.start().awaitReady();
            assertThat(rig.client("m2").revision()).isEqualTo(revision);
        }
    }
}
