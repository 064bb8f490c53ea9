package io.daytwo.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts through JBang and the README's blocks, on a real etcd laid out as kubeadm does: backup, verify, restore.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScriptsIT {
    @TempDir
    static Path folder;

    private EtcdRig rig;
    private JBang jbang;
    private Path snapshot;

    @BeforeAll
    void startEtcd() throws IOException {
        rig = EtcdRig.of(EtcdRelease.LINE_3_6).tls().start();
        long revision = rig.client("cp1").put("/registry/configmaps/default/a", "one");
        assertThat(revision).isPositive();
        jbang = new JBang(folder);
        snapshot = folder.resolve("etcd-0300.db");
    }

    @AfterAll
    void stopEtcd() {
        rig.close();
    }

    @Test
    @Order(1)
    void backupReadsTheNodesOwnManifest() throws Exception {
        assumeTrue(canMount(), "needs root on Linux to show the script an /etc/kubernetes of its own");
        JBang.Outcome outcome = jbang.run(withNodesEtc(), script("Backup"), snapshot.toString());
        assertThat(outcome.err() + outcome.out()).contains("INTACT");
        assertThat(outcome.status()).isZero();
        assertThat(snapshot).isNotEmptyFile();
        assertThat(folder.resolve("etcd-0300.db.json")).content().contains("sha256");
    }

    @Test
    @Order(2)
    void verifySaysIntactAndRefusesAFlippedBit() throws Exception {
        assertThat(jbang.run(List.of(), script("VerifySnapshot"), snapshot.toString())
                        .status())
                .isZero();
        Path flipped = Files.copy(snapshot, folder.resolve("flipped.db"));
        try (FileChannel file = FileChannel.open(flipped, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            assertThat(file.read(one, 9000)).isEqualTo(1);
            assertThat(file.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 1)}), 9000))
                    .isEqualTo(1);
        }
        JBang.Outcome outcome = jbang.run(List.of(), script("VerifySnapshot"), flipped.toString());
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("flipped.db");
    }

    @Test
    @Order(3)
    void restoreWritesEveryMember() throws Exception {
        Path target = folder.resolve("restored");
        JBang.Outcome outcome = jbang.run(
                List.of(),
                script("RestoreOffline"),
                snapshot.toString(),
                target.toString(),
                "cp1=https://10.0.0.11:2380",
                "cp2=https://10.0.0.12:2380");
        assertThat(outcome.err()).doesNotContain("Exception");
        assertThat(outcome.out()).contains("--initial-cluster", "cp2=https://10.0.0.12:2380");
        assertThat(target.resolve("cp2/member/snap/db")).isNotEmptyFile();
    }

    @Test
    @Order(4)
    void theReadmesBlocksRunInTheirOrder() throws Exception {
        Path target = folder.resolve("etcd-restored");
        int ran = 0;
        for (String block : Project.javaBlocksOfReadme()) {
            if (!Snippet.isFile(block)) {
                String here = block.replace("etcd-0300.db", snapshot.toString())
                        .replace("/var/lib/etcd-restored", target.toString());
                String name = "Block" + ran++;
                Compiled.of(name, Snippet.asFile(name, here), Files.createDirectory(folder.resolve(name)))
                        .run();
            }
        }
        assertThat(ran).isGreaterThanOrEqualTo(2);
        assertThat(target.resolve("member/snap/db")).isNotEmptyFile();
    }

    private static String script(String name) {
        return Project.root().resolve("examples/jbang/" + name + ".java").toString();
    }

    private static boolean canMount() {
        return Files.isExecutable(Path.of("/usr/bin/unshare")) && "root".equals(System.getProperty("user.name"));
    }

    /** In a mount namespace of its own, the node's etc lies over the host's: nothing of the host changes. */
    private List<String> withNodesEtc() throws IOException {
        Path etc = rig.node("cp1").root().resolve("etc");
        Path work = Files.createDirectory(rig.node("cp1").root().resolve("overlay-work"));
        String mount = "mount -t overlay overlay -o lowerdir=/etc,upperdir=%s,workdir=%s /etc && exec \"$@\""
                .formatted(etc, work);
        return List.of("unshare", "--mount", "bash", "-c", mount, "in-namespace");
    }
}
