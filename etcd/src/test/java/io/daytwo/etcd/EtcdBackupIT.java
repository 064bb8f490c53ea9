package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.daytwo.etcd.BackupRefusedException.Reason;
import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.Tool;
import io.daytwo.etcd.snapshot.Snapshot;
import io.daytwo.etcd.snapshot.SnapshotReport;
import io.daytwo.etcd.snapshot.Verdict;
import io.daytwo.node.NodeExecutor;
import io.daytwo.progress.ProgressEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backups of healthy clusters, compared with what etcd's own tools say. */
class EtcdBackupIT {
    @TempDir
    private Path folder;

    private static void fill(EtcdRig rig) throws IOException {
        for (int i = 0; i < 50; i++) {
            rig.client().put("/registry/configmaps/a" + i, "value " + i);
        }
        rig.client().put("/registry/namespaces/kube-system", StoredNamespaceTest.stored("k8s\0"));
        rig.client().delete("/registry/configmaps/a7");
        rig.client().compact(20);
        rig.client().put("/registry/configmaps/last", "value");
    }

    private JsonObject sidecar(String name) throws IOException {
        return JsonParser.parseString(Files.readString(folder.resolve(name + ".json")))
                .getAsJsonObject();
    }

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void savesAPlainMember(EtcdRelease release) throws Exception {
        try (EtcdRig rig = EtcdRig.of(release).fast().start();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            fill(rig);
            Snapshot saved = EtcdBackup.of(cluster).save(folder.resolve("b.db"));
            assertThat(saved.path()).isEqualTo(folder.resolve("b.db"));
            assertThat(saved.report().verdict()).isEqualTo(Verdict.INTACT);
            assertThat(folder.toFile().list()).containsExactlyInAnyOrder("b.db", "b.db.json");
            for (String name : folder.toFile().list()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                        .isEqualTo("rw-------");
            }
            theSidecarSaysWhatEtcdctlSays(release, rig, saved.report());
            etcdutlAcceptsIt(release, saved.report());
        }
    }

    private void theSidecarSaysWhatEtcdctlSays(EtcdRelease release, EtcdRig rig, SnapshotReport report)
            throws Exception {
        Tool etcdctl = Tool.of(release.etcdctl(), "--endpoints", rig.endpoints().get(0), "-w", "json");
        JsonObject status = first(etcdctl, "endpoint", "status").getAsJsonObject("Status");
        JsonObject hash = first(etcdctl, "endpoint", "hashkv").getAsJsonObject("HashKV");
        JsonObject sidecar = sidecar("b.db");
        JsonObject header = status.getAsJsonObject("header");
        assertThat(sidecar.getAsJsonObject("cluster").get("id").getAsBigInteger())
                .isEqualTo(header.get("cluster_id").getAsBigInteger());
        assertThat(sidecar.getAsJsonObject("member").get("id").getAsBigInteger())
                .isEqualTo(header.get("member_id").getAsBigInteger());
        assertThat(sidecar.getAsJsonObject("member").get("idHex").getAsString())
                .isEqualTo(Long.toHexString(
                        header.get("member_id").getAsBigInteger().longValue()));
        assertThat(sidecar.getAsJsonObject("member").get("name").getAsString()).isEqualTo("m1");
        assertThat(sidecar.get("etcdVersion").getAsString()).isEqualTo(release.version());
        assertThat(sidecar.has("storageVersion")).isEqualTo(release != EtcdRelease.LINE_3_5);
        assertThat(sidecar.get("revision").getAsLong())
                .isEqualTo(header.get("revision").getAsLong())
                .isEqualTo(report.revision());
        JsonObject own = sidecar.getAsJsonObject("hashKv");
        assertThat(own.get("hash").getAsLong()).isEqualTo(hash.get("hash").getAsLong());
        assertThat(own.get("compactRevision").getAsLong())
                .isEqualTo(hash.get("compact_revision").getAsLong())
                .isEqualTo(20);
        assertThat(own.get("confirmedByMember").getAsBoolean()).isTrue();
        byte[] file = Files.readAllBytes(folder.resolve("b.db"));
        assertThat(sidecar.get("sha256").getAsString())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(file)));
        assertThat(sidecar.get("size").getAsLong()).isEqualTo(file.length);
        assertThat(sidecar.get("kubeSystemUid").getAsString()).isEqualTo(StoredNamespaceTest.UID);
        assertThat(sidecar.get("quorum").getAsString()).isEqualTo("yes");
        assertThat(sidecar.getAsJsonArray("warnings")).isEmpty();
        assertThat(sidecar.get("daytwoVersion").getAsString()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    private static JsonObject first(Tool etcdctl, Object... arguments) {
        return etcdctl.with(arguments).run().json().getAsJsonArray().get(0).getAsJsonObject();
    }

    private void etcdutlAcceptsIt(EtcdRelease release, SnapshotReport report) throws IOException {
        JsonObject status = Tool.run(release.etcdutl(), "snapshot", "status", folder.resolve("b.db"), "-w", "json")
                .json()
                .getAsJsonObject();
        assertThat(status.get("hash").getAsLong()).isEqualTo(report.hash());
        assertThat(sidecar("b.db").get("statusHash").getAsString()).isEqualTo(String.format("%08x", report.hash()));
        Tool.run(
                        release.etcdutl(),
                        "snapshot",
                        "restore",
                        folder.resolve("b.db"),
                        "--data-dir",
                        folder.resolve("restored"))
                .ok();
        assertThat(folder.resolve("restored/member/snap/db")).isNotEmptyFile();
    }

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void savesTheClusterOfAKubeadmNode(EtcdRelease release) throws Exception {
        try (EtcdRig rig = EtcdRig.of(release).members(3).tls().fast().start()) {
            fill(rig);
            List<ProgressEvent> events = new CopyOnWriteArrayList<>();
            Snapshot saved = EtcdBackup.of(
                            NodeExecutor.local(),
                            rig.node("cp1").manifest().getParent().toString())
                    .onProgress(events::add)
                    .save(folder.resolve("b.db"));
            JsonObject sidecar = sidecar("b.db");
            assertThat(sidecar.getAsJsonObject("member").get("name").getAsString())
                    .as("a follower")
                    .isNotEqualTo(rig.leader().name());
            assertThat(sidecar.getAsJsonObject("hashKv").getAsJsonArray("membersCompared"))
                    .hasSize(3);
            long hash = rig.client().hashKv(saved.report().revision()).getHash() & 0xffffffffL;
            assertThat(sidecar.getAsJsonObject("hashKv").get("hash").getAsLong())
                    .isEqualTo(hash);
            assertThat(events.get(0))
                    .isInstanceOfSatisfying(
                            ProgressEvent.Started.class,
                            started -> assertThat(started.totalBytes())
                                    .isEqualTo(saved.report().totalSize()));
        }
    }

    @Test
    void savesTheMemberAskedFor() throws Exception {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).members(3).fast().start();
                EtcdCluster cluster = EtcdCluster.at(List.of(rig.endpoints().get(0)), EtcdTls.none())) {
            for (String name : List.of("m1", "m2", "m3")) {
                Snapshot saved = EtcdBackup.of(cluster).from(name).save(folder.resolve(name + ".db"));
                assertThat(saved.report().verdict()).isEqualTo(Verdict.INTACT);
                assertThat(sidecar(name + ".db")
                                .getAsJsonObject("member")
                                .get("name")
                                .getAsString())
                        .isEqualTo(name);
            }
            assertThat(refusal(EtcdBackup.of(cluster).from("m9"), folder.resolve("m9.db")))
                    .isEqualTo(Reason.NO_SUCH_MEMBER);
            assertThat(refusal(EtcdBackup.of(cluster), folder.resolve("m1.db"))).isEqualTo(Reason.TARGET_EXISTS);
            assertThat(Snapshot.open(folder.resolve("m1.db")).verify().verdict())
                    .isEqualTo(Verdict.INTACT);
        }
    }

    @Test
    void savesAnEmptyDatabase() throws IOException {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).fast().start();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            assertThat(EtcdBackup.of(cluster)
                            .save(folder.resolve("b.db"))
                            .report()
                            .totalKeys())
                    .isZero();
            JsonObject hash = sidecar("b.db").getAsJsonObject("hashKv");
            assertThat(hash.get("confirmedByMember").getAsBoolean()).isTrue();
            assertThat(hash.get("hash").getAsLong())
                    .isEqualTo(rig.client().hashKv(0).getHash() & 0xffffffffL);
        }
    }

    private static Reason refusal(EtcdBackup backup, Path target) {
        return catchThrowableOfType(BackupRefusedException.class, () -> backup.save(target))
                .reason();
    }
}
