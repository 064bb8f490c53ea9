package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.NodeBehindSsh;
import io.daytwo.etcd.snapshot.Snapshot;
import io.daytwo.etcd.snapshot.Verdict;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFileException;
import io.daytwo.node.NodeUnreachableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three real members; the first one's node is behind a real sshd, and everything about them is learnt through it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class EtcdOverSshIT {
    @TempDir
    Path folder;

    private EtcdRig rig;
    private NodeBehindSsh node;

    @BeforeAll
    void start() {
        rig = EtcdRig.of(EtcdRelease.LINE_3_6).members(3).tls().fast().start();
        Random random = new Random(5);
        for (int i = 0; i < 48; i++) {
            byte[] value = new byte[512 * 1024];
            random.nextBytes(value);
            assertThat(rig.client().put("/registry/a" + i, value)).isPositive();
        }
        node = NodeBehindSsh.of(rig.node("cp1"));
    }

    @AfterAll
    void stop() {
        if (node != null) {
            node.close();
        }
        rig.close();
    }

    @Test
    void theBackupHasEveryKey() {
        try (NodeExecutor root = node.connect().asRoot()) {
            Snapshot saved = EtcdBackup.of(root).save(folder.resolve("b.db"));
            assertThat(saved.report().verdict()).isEqualTo(Verdict.INTACT);
            assertThat(saved.report().totalKeys()).isGreaterThanOrEqualTo(48);
            assertThat(saved.verify()).isEqualTo(saved.report());
        }
    }

    @Test
    void allMembersAreAskedThroughTheOneNode() {
        try (NodeExecutor root = node.connect().asRoot();
                EtcdCluster etcd = EtcdCluster.of(root)) {
            assertThat(etcd.members().members()).hasSize(3);
            assertThat(etcd.health().healthy()).isTrue();
        }
    }

    @Test
    void whoIsNotRootIsToldWhichFileHeMayNotRead() {
        try (NodeExecutor ops = node.connect()) {
            NodeFileException refused = catchThrowableOfType(
                    NodeFileException.class, () -> EtcdBackup.of(ops).save(folder.resolve("n.db")));
            assertThat(refused.reason()).isEqualTo(NodeFileException.Reason.DENIED);
            assertThat(refused.node()).isEqualTo("cp1");
            assertThat(refused.path()).isEqualTo("/etc/kubernetes/manifests/etcd.yaml");
        }
        assertThat(folder.resolve("n.db")).doesNotExist();
    }

    @Test
    void aConnectionLostMidwayLeavesNothingAndTheNextOneSucceeds() {
        Path target = folder.resolve("cut.db");
        AtomicBoolean cut = new AtomicBoolean();
        try (NodeExecutor root = node.connect().asRoot()) {
            EtcdBackup backup = EtcdBackup.of(root).stallLimit(Duration.ofSeconds(5));
            BackupFailedException failed = catchThrowableOfType(
                    BackupFailedException.class,
                    () -> backup.onProgress(event -> {
                                if (cut.compareAndSet(false, true)) {
                                    node.sshd().signal("KILL", "^sshd.*: ops");
                                }
                            })
                            .save(target));
            assertThat(failed).isNotNull();
            assertThat(failed.remedy()).isNotBlank();
            assertThat(folder).isEmptyDirectory();
            assertThat(backup.save(target).report().verdict()).isEqualTo(Verdict.INTACT);
        }
    }

    @Test
    void aServerThatForbidsForwardingIsNamed() {
        try (NodeBehindSsh closed = NodeBehindSsh.of(rig.node("cp1"), "option=AllowTcpForwarding no");
                NodeExecutor root = closed.connect().asRoot()) {
            EtcdBackup backup = EtcdBackup.of(root);
            Throwable failed = catchThrowableOfType(RuntimeException.class, () -> backup.save(folder.resolve("f.db")));
            assertThat(failed).isInstanceOfAny(EtcdUnavailableException.class, NodeUnreachableException.class);
            assertThat(failed).hasMessageContaining("does not forward");
        }
        assertThat(folder.resolve("f.db")).doesNotExist();
    }
}
