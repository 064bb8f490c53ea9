package io.daytwo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.NodeBehindSsh;
import io.daytwo.node.NodeExecutor;
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
    void backupReadsTheNodesOwnManifestOverSsh() throws Exception {
        try (NodeBehindSsh cp1 = NodeBehindSsh.of(rig.node("cp1"))) {
            Path home = cp1.writeHome(folder.resolve("home"));
            JBang.Outcome outcome = jbang.run(at(home), script("Backup"), "cp1", snapshot.toString());
            assertThat(outcome.err() + outcome.out()).contains("INTACT");
            assertThat(outcome.status()).isZero();
        }
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
            if (!Snippet.isFile(block) && !needsNode(block)) {
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

    /** Those are compiled by {@link ReadmeTest}, and stories run them on a real cluster. */
    private static boolean needsNode(String block) {
        return block.contains("NodeExecutor.ssh") || block.contains("StaticPods.on");
    }

    @Test
    @Order(5)
    void aPlanOfOnesOwnIsPreviewedRunAndFoundDone() throws Exception {
        try (NodeBehindSsh cp1 = NodeBehindSsh.of(rig.node("cp1"));
                NodeBehindSsh w1 = NodeBehindSsh.of("w1");
                NodeExecutor root = w1.sshd().as("root").connect()) {
            Path home = w1.writeHome(cp1.writeHome(folder.resolve("two")));
            Path file = Files.writeString(folder.resolve("motd"), "maintenance at 3\n");
            String[] words = {"preview", file.toString(), "/etc/motd.daytwo", "cp1", "w1"};
            JBang.Outcome preview = putFile(home, words);
            assertThat(preview.out()).contains("w1/put", "+maintenance at 3");
            assertThat(root.files().exists("/etc/motd.daytwo")).isFalse();
            words[0] = "run";
            assertThat(putFile(home, words).out()).contains("[cp1/put, w1/put]");
            assertThat(root.files().read("/etc/motd.daytwo", 100)).asString().isEqualTo("maintenance at 3\n");
            assertThat(putFile(home, words).out()).contains("[]");
        }
    }

    private JBang.Outcome putFile(Path home, String... words) throws Exception {
        JBang.Outcome outcome = jbang.run(at(home), script("PutFile"), words);
        assertThat(outcome.err()).doesNotContain("Exception");
        assertThat(outcome.status()).as(outcome.err()).isZero();
        return outcome;
    }

    /** The home in which a script finds its settings of ssh. */
    private static List<String> at(Path home) {
        return List.of("env", "JAVA_TOOL_OPTIONS=-Duser.home=" + home);
    }

    private static String script(String name) {
        return Project.root().resolve("examples/jbang/" + name + ".java").toString();
    }
}
