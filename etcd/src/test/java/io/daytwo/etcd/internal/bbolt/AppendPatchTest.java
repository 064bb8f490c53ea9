package io.daytwo.etcd.internal.bbolt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a patch makes of a database, as the reader sees it, which checks every rule of bbolt. */
class AppendPatchTest {
    @TempDir
    private Path folder;

    private static Map<String, Map<String, String>> database(int records, int valueBytes) {
        Map<String, Map<String, String>> buckets = new TreeMap<>();
        buckets.put("alarm", Map.of("raised", ""));
        buckets.put("key", keys(records, valueBytes));
        buckets.put("meta", Map.of("term", "old", "kept", "as it is"));
        return buckets;
    }

    private static Map<String, String> keys(int records, int valueBytes) {
        Map<String, String> keys = new TreeMap<>();
        for (int i = 0; i < records; i++) {
            keys.put(String.format("revision%09d", i), "v".repeat(valueBytes));
        }
        return keys;
    }

    /** As bbolt would: leaves and branches of a page, small buckets inline. */
    private static byte[] image(int pageSize, int fanOut, Map<String, Map<String, String>> buckets) {
        DatabaseBuilder builder =
                new DatabaseBuilder(pageSize).inlineUpTo(pageSize / 4).fanOut(fanOut);
        buckets.forEach((bucket, records) -> {
            builder.emptyBucket(bucket);
            records.forEach((key, value) -> builder.record(bucket, key, value));
        });
        return builder.build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private Map<String, Map<String, String>> patched(byte[] image, Consumer<AppendPatch> changes) throws IOException {
        Path path = Files.write(folder.resolve("db"), image);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            AppendPatch patch = new AppendPatch(BoltFile.open(PageSource.of(file, file.size())));
            changes.accept(patch);
            Patch done = patch.finish();
            for (Patch.Piece piece : done.pieces()) {
                ByteBuffer bytes = piece.bytes();
                assertThat(file.write(bytes, piece.position())).isPositive();
            }
            assertThat(file.size()).isEqualTo(done.size());
            return read(file);
        }
    }

    private static Map<String, Map<String, String>> read(FileChannel file) throws IOException {
        Map<String, Map<String, String>> buckets = new TreeMap<>();
        StructureCheck.run(BoltFile.open(PageSource.of(file, file.size())), bucket -> {
            Map<String, String> records = new TreeMap<>();
            buckets.put(bucket.name(), records);
            return entry -> records.put(entry.keyText(), new String(entry.value(), StandardCharsets.ISO_8859_1));
        });
        return buckets;
    }

    @ParameterizedTest
    @CsvSource({
        "1024, 22, 0, 0",
        "1024, 22, 1, 10",
        "1024, 22, 12, 10",
        "1024, 22, 100, 10",
        "1024, 22, 20000, 10",
        "4096, 90, 0, 0",
        "4096, 2, 1, 5000",
        "4096, 2, 7, 5000",
        "4096, 90, 30000, 10",
        "65536, 900, 1000, 40",
        "65536, 900, 30000, 10"
    })
    void appendsBehindTheLastRecordWhateverTheTree(int pageSize, int fanOut, int records, int valueBytes)
            throws IOException {
        Map<String, Map<String, String>> before = database(records, valueBytes);
        byte[] image = image(pageSize, fanOut, before);
        Map<String, Map<String, String>> after =
                patched(image, patch -> patch.append("key", bytes("revision~"), new byte[0]));
        before.get("key").put("revision~", "");
        assertThat(after.equals(before)).isTrue();
    }

    @Test
    void splitsBranchesThatAreFullUpToANewRoot() throws IOException {
        Map<String, Map<String, String>> expected = database(1, 10);
        byte[] image = image(1024, 22, expected);
        for (int i = 0; i < 100; i++) {
            String key = String.format("revision~%04d", i);
            Map<String, Map<String, String>> after =
                    patched(image, patch -> patch.append("key", bytes(key), new byte[] {'x'}));
            expected.get("key").put(key, "x");
            assertThat(after).isEqualTo(expected);
            image = Files.readAllBytes(folder.resolve("db"));
        }
    }

    @Test
    void replacesPutsAndMakesBuckets() throws IOException {
        Map<String, Map<String, String>> after = patched(image(4096, 30, database(500, 100)), patch -> {
            patch.replace("alarm", Map.of());
            patch.replace("members", Map.of("a", bytes("1"), "b", bytes("m".repeat(3000))));
            patch.put("meta", Map.of("term", bytes("newer"), "consistent_index", bytes("3")));
            patch.put("cluster", Map.of());
        });
        Map<String, Map<String, String>> expected = database(500, 100);
        expected.put("alarm", Map.of());
        expected.put("cluster", Map.of());
        expected.put("members", Map.of("a", "1", "b", "m".repeat(3000)));
        expected.put("meta", Map.of("kept", "as it is", "term", "newer", "consistent_index", "3"));
        assertThat(after).isEqualTo(expected);
    }

    @Test
    void leavesEveryOldPageWhereItIs() throws IOException {
        byte[] image = image(4096, 30, database(500, 100));
        Map<String, Map<String, String>> after =
                patched(image, patch -> patch.append("key", bytes("revision~"), new byte[0]));
        assertThat(after.get("key")).hasSize(501);
        byte[] now = Files.readAllBytes(folder.resolve("db"));
        assertThat(now).hasSizeGreaterThan(image.length);
        assertThat(Arrays.equals(now, 2 * 4096, image.length, image, 2 * 4096, image.length))
                .isTrue();
    }

    @Test
    void bothMetasAreNewAndAgree() throws IOException {
        byte[] image = image(4096, 30, database(5, 10));
        assertThat(patched(image, patch -> patch.replace("alarm", Map.of()))).hasSize(3);
        byte[] now = Files.readAllBytes(folder.resolve("db"));
        Meta first = Meta.decode(Arrays.copyOf(now, 4096)).orElseThrow();
        Meta second = Meta.decode(Arrays.copyOfRange(now, 4096, 8192)).orElseThrow();
        assertThat(first.txid()).isEqualTo(8);
        assertThat(second.txid()).isEqualTo(9);
        assertThat(second).usingRecursiveComparison().ignoringFields("txid").isEqualTo(first);
        assertThat(first.highWater() * 4096).isEqualTo(now.length);
        assertThat(first.freelist()).isEqualTo(Meta.NO_FREELIST);
    }
}
