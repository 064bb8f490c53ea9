package io.daytwo.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.daytwo.etcd.internal.bbolt.BoltFile;
import io.daytwo.etcd.internal.bbolt.PageSource;
import io.daytwo.etcd.internal.bbolt.StructureCheck;
import io.daytwo.etcd.internal.proto.ProtoReader;
import io.daytwo.etcd.internal.wal.RestoredLog;
import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.Tool;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same file restored by us and by etcdutl of three lines, with the same flags. */
class RestoreDifferentialIT {
    @TempDir
    private Path folder;

    private int runs;

    @ParameterizedTest
    @EnumSource(Contents.class)
    void agreesWithEtcdutlOfEveryLine(Contents contents) throws IOException {
        Path file = save(EtcdRelease.LINE_3_6, contents);
        for (EtcdRelease line : EtcdRelease.values()) {
            if (line != EtcdRelease.LINE_3_5) {
                compare(line, file, Members.one(), false);
            }
            compare(line, file, Members.three().bumpedBy(10_000), false);
        }
    }

    @Test
    void agreesOnASnapshotOfEtcd35() throws IOException {
        Path file = save(EtcdRelease.LINE_3_5, Contents.DELETED_AND_RECREATED);
        for (EtcdRelease line : EtcdRelease.values()) {
            compare(line, file, Members.one(), false);
            compare(line, file, Members.three().bumpedBy(1_000_000_000), false);
        }
    }

    @Test
    void agreesWithManyMembersWithTheLogApartAndWithoutHash() throws IOException {
        Path file = save(EtcdRelease.LINE_3_6, Contents.THREE_LEVELS);
        compare(EtcdRelease.LINE_3_6, file, Members.many(5).bumpedBy(7), false);
        compare(EtcdRelease.LINE_3_6, file, Members.many(7), false);
        Path logs = Files.createDirectory(folder.resolve("logs"));
        compare(EtcdRelease.LINE_3_5, file, Members.three().logIn(logs).bumpedBy(7), false);
        byte[] whole = Files.readAllBytes(file);
        Path raw = Files.write(folder.resolve("raw.db"), Arrays.copyOf(whole, whole.length - 32));
        compare(EtcdRelease.LINE_3_6, raw, Members.three().bumpedBy(7), true);
    }

    private Path save(EtcdRelease release, Contents contents) {
        Path file = folder.resolve(contents + ".db");
        try (EtcdRig rig = contents.shape(release, EtcdRig.of(release).fast()).start()) {
            contents.fill(rig);
            SnapshotDifferentialIT.save(rig, contents, file);
        }
        return file;
    }

    private void compare(EtcdRelease line, Path file, Members members, boolean unhashed) throws IOException {
        Path ours = folder.resolve("ours-" + ++runs);
        Path theirs = folder.resolve("theirs-" + runs);
        RestoredMember restored = members.byUs(file, ours, unhashed);
        Path theirWal = members.byEtcdutl(line, file, theirs, unhashed);
        assertThat(records(ours)).as("buckets").isEqualTo(records(theirs));
        assertThat(status(line, ours)).as("status").isEqualTo(status(line, theirs));
        assertThat(snap(ours)).as(".snap").isEqualTo(snap(theirs));
        byte[] log = Files.readAllBytes(restored.walDir().resolve(RestoredLog.FILE_NAME));
        byte[] theirLog = Files.readAllBytes(theirWal.resolve(RestoredLog.FILE_NAME));
        if (line != EtcdRelease.LINE_3_7) {
            assertThat(Arrays.copyOf(theirLog, log.length)).as("log").isEqualTo(log);
            assertThat(Arrays.copyOfRange(theirLog, log.length, log.length + 8))
                    .as("its end")
                    .containsOnly(0);
        }
        EtcdRig.deleteTree(ours);
        EtcdRig.deleteTree(theirs);
    }

    /** Every record of every bucket. */
    private static Map<String, String> records(Path dataDir) throws IOException {
        Map<String, String> records = new TreeMap<>();
        try (FileChannel file = FileChannel.open(dataDir.resolve("member/snap/db"))) {
            StructureCheck.run(BoltFile.open(PageSource.of(file, file.size())), bucket -> {
                records.put(bucket.name(), "a bucket");
                return entry -> records.put(
                        bucket.name() + "/" + HexFormat.of().formatHex(entry.key()),
                        entry.valueSize() > 1 << 20
                                ? entry.valueSize() + " bytes"
                                : new String(entry.value(), StandardCharsets.ISO_8859_1));
            });
        }
        return records;
    }

    private static JsonElement status(EtcdRelease line, Path dataDir) {
        JsonObject status = Tool.run(
                        line.etcdutl(), "snapshot", "status", dataDir.resolve("member/snap/db"), "-w", "json")
                .json()
                .getAsJsonObject();
        status.remove("totalSize");
        return status;
    }

    /** Its name, raft's part of it, and the members in its store, whose order etcd leaves to chance. */
    private static List<Object> snap(Path dataDir) throws IOException {
        List<Path> files;
        try (var found = Files.list(dataDir.resolve("member/snap"))) {
            files = found.filter(path -> path.toString().endsWith(".snap")).toList();
        }
        assertThat(files).hasSize(1);
        Map<Integer, byte[]> snapshot =
                fields(fields(Files.readAllBytes(files.get(0))).get(2));
        JsonObject store = JsonParser.parseString(new String(snapshot.get(1), StandardCharsets.UTF_8))
                .getAsJsonObject();
        Map<String, String> nodes = new TreeMap<>();
        collect(store.getAsJsonObject("Root"), nodes);
        return List.of(
                files.get(0).getFileName().toString(),
                numbers(fields(snapshot.get(2)).get(1)),
                numbers(snapshot.get(2)),
                nodes,
                store.get("CurrentIndex"),
                store.get("CurrentVersion"));
    }

    private static void collect(JsonObject node, Map<String, String> nodes) {
        String kind = node.get("Children").isJsonNull() ? "file " : "directory ";
        nodes.put(
                node.get("Path").getAsString(),
                kind + node.get("ExpireTime").getAsString() + node.get("Value").getAsString());
        if (!node.get("Children").isJsonNull()) {
            node.getAsJsonObject("Children")
                    .entrySet()
                    .forEach(child -> collect(child.getValue().getAsJsonObject(), nodes));
        }
    }

    /** The fields that hold numbers; 3.7 no longer writes those that are zero. */
    private static List<String> numbers(byte[] message) {
        List<String> numbers = new ArrayList<>();
        ProtoReader reader = new ProtoReader(message);
        while (reader.hasMore()) {
            int tag = reader.tag();
            if ((tag & 7) == ProtoReader.VARINT) {
                long number = reader.varint();
                if (number != 0) {
                    numbers.add((tag >>> 3) + "=" + Long.toUnsignedString(number));
                }
            } else {
                reader.skip(tag);
            }
        }
        return numbers;
    }

    /** The fields that hold bytes. */
    private static Map<Integer, byte[]> fields(byte[] message) {
        Map<Integer, byte[]> fields = new TreeMap<>();
        ProtoReader reader = new ProtoReader(message);
        while (reader.hasMore()) {
            int tag = reader.tag();
            if ((tag & 7) == ProtoReader.BYTES) {
                fields.put(tag >>> 3, reader.bytes());
            } else {
                reader.skip(tag);
            }
        }
        return fields;
    }
}
