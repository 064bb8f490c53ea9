package io.daytwo.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.daytwo.etcd.internal.bbolt.DatabaseBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages are sound, the hash behind them too; what they hold is not. */
class RecordDamageTest {
    private static final String ID = "9cd8eddcd724ec40";

    @TempDir
    private Path folder;

    private static byte[] text(String text) {
        return KeyIndexModel.text(text);
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private SnapshotReport report(DatabaseBuilder database) throws IOException {
        return Snapshot.open(Files.write(folder.resolve("snapshot.db"), Snapshots.hashed(database.build())))
                .report();
    }

    private void refuses(String bucket, byte[] key, byte[] value) {
        assertThatThrownBy(() -> report(Snapshots.database().record(bucket, key, value)))
                .asInstanceOf(type(SnapshotCorruptedException.class))
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(SnapshotCorruptedException.Kind.RECORD);
                    assertThat(e.bucket()).contains(bucket);
                    assertThat(e.offset()).isPresent();
                    assertThat(e.page()).isPresent();
                });
    }

    private void takes(String bucket, byte[] key, byte[] value) throws IOException {
        assertThat(report(Snapshots.database().record(bucket, key, value)).verdict())
                .isEqualTo(Verdict.INTACT);
    }

    @Test
    void refusesKeysThatAreNoRevisions() throws IOException {
        byte[] value = Snapshots.keyValue("k", "v");
        takes("key", Snapshots.revision(2, 0, false), value);
        takes("key", Snapshots.revision(2, 0, true), Snapshots.keyValue("k", ""));
        refuses("key", text("0"), value);
        refuses("key", Snapshots.revision(-1, 0, false), value);
        refuses("key", Snapshots.revision(2, -1, false), value);
        refuses("key", hex("00000000000000025e0000000000000000"), value);
        refuses("key", hex("00000000000000025f000000000000000001"), value);
    }

    @Test
    void refusesARevisionThatIsThereTwice() {
        assertThatThrownBy(() -> report(Snapshots.database()
                        .record("key", Snapshots.revision(2, 0, false), Snapshots.keyValue("k", "v"))
                        .record("key", Snapshots.revision(2, 0, true), Snapshots.keyValue("k", ""))))
                .isInstanceOf(SnapshotCorruptedException.class);
    }

    /** Among them groups, lengths of 2 GiB and numbers without end. */
    @Test
    void refusesValuesThatAreNoKeyValues() throws IOException {
        byte[] revision = Snapshots.revision(2, 0, false);
        takes("key", revision, new byte[0]);
        takes("key", revision, hex("0a016b10021802200130013a0178"));
        for (String value : new String[] {
            "0a026b",
            "0a",
            "08",
            "0801",
            "0affffffff07",
            "0affffffffffffffffff01",
            "10ffffffffffffffffffff01",
            "15010203",
            "2801",
            "3001ff",
            "0b0c",
            "7b7b7b7b",
            "00",
            "12016b",
            "3a"
        }) {
            refuses("key", revision, hex(value));
        }
    }

    @Test
    void refusesDamagedMetaRecords() throws IOException {
        takes("meta", text("consistent_index"), hex("0000000000000009"));
        takes("meta", text("storageVersion"), text("3.6.0"));
        takes("meta", text("ofTheFuture"), text("x"));
        refuses("meta", text("consistent_index"), hex("00"));
        refuses("meta", text("term"), text("123456789"));
        refuses("meta", text("finishedCompactRev"), text("1"));
        refuses("meta", text("scheduledCompactRev"), Snapshots.revision(-3, 0, false));
        refuses("meta", text("storageVersion"), text("three"));
        refuses("meta", text("confState"), text("[]"));
        refuses("cluster", text("clusterVersion"), text(""));
        refuses("cluster", text("downgrade"), text("{\"enabled\":true}"));
    }

    @Test
    void readsMembersExactlyAndRefusesOthers() throws IOException {
        String id = Long.toUnsignedString(0x9cd8eddcd724ec40L);
        String json = "{\"id\":" + id + ",\"peerURLs\":[\"http://a:2380\"],\"isLearner\":true}";
        SnapshotReport report = report(Snapshots.database().record("members", text(ID), text(json)));
        assertThat(report.members()).singleElement().satisfies(member -> {
            assertThat(member.hexId()).isEqualTo(ID);
            assertThat(member.learner()).isTrue();
            assertThat(member.name()).isEmpty();
        });
        refuses("members", text("xyz"), text(json));
        refuses("members", text("1"), text(json));
        for (String other : new String[] {
            "",
            "{",
            "[]",
            "{}",
            json + "x",
            "{\"id\":\"" + id + "\"}",
            "{\"id\":1e3}",
            "{\"id\":-1}",
            "{\"id\":" + id + ",\"name\":7}",
            "{\"id\":" + id + ",\"peerURLs\":\"x\"}",
            "{id:" + id + "}",
            "{\"id\":" + id + ",\"isLearner\":1}",
            "{\"x\":" + "[".repeat(5_000)
        }) {
            refuses("members", text(ID), text(other));
        }
        refuses("members_removed", text("-1"), text("removed"));
    }

    @Test
    void refusesDamagedLeasesAlarmsAndAuth() throws IOException {
        takes("lease", hex("0000000000000007"), hex("080710901c"));
        refuses("lease", hex("0000000000000008"), hex("080710901c"));
        refuses("lease", hex("07"), hex("0807"));
        refuses("lease", hex("0000000000000007"), hex("0a0107"));
        assertThat(report(Snapshots.database().record("alarm", hex("08011001"), new byte[0]))
                        .alarms())
                .containsExactly(new RecordedAlarm(1, "NOSPACE"));
        refuses("alarm", hex("0a0101"), new byte[0]);
        takes("auth", text("authEnabled"), new byte[] {1});
        refuses("auth", text("authEnabled"), new byte[] {2});
        refuses("auth", text("authRevision"), new byte[] {2});
        refuses("authUsers", text("root"), hex("0801"));
        refuses("authRoles", text("root"), hex("12020a01"));
    }

    /** A bit flipped in a member with bad memory, then hashed: a report or the one exception, never another. */
    @Test
    void anyBitLeavesAReportOrTheOneException() throws IOException {
        byte[] sound = Snapshots.withoutTrailer(Snapshots.small());
        Random random = new Random(31);
        Path file = folder.resolve("mutant.db");
        int refused = 0;
        for (int i = 0; i < 1_500; i++) {
            byte[] mutant = sound.clone();
            for (int bits = 1 + random.nextInt(3); bits > 0; bits--) {
                mutant[random.nextInt(mutant.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Snapshot snapshot = Snapshot.open(Files.write(file, Snapshots.hashed(mutant)));
            try {
                assertThat(snapshot.hashKv().revision()).isPositive();
                assertThat(snapshot.verify().verdict()).isEqualTo(Verdict.INTACT);
            } catch (SnapshotCorruptedException e) {
                assertThat(e.kind()).isNotEqualTo(SnapshotCorruptedException.Kind.HASH_MISMATCH);
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
