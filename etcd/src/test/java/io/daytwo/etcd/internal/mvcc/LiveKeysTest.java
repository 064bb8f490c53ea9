package io.daytwo.etcd.internal.mvcc;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.etcd.internal.bbolt.BoltFile;
import io.daytwo.etcd.internal.bbolt.DatabaseBuilder;
import io.daytwo.etcd.internal.bbolt.PageSource;
import io.daytwo.etcd.internal.bbolt.StructureCheck;
import io.daytwo.etcd.internal.bbolt.Window;
import io.daytwo.etcd.internal.proto.ProtoWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveKeysTest {
    @TempDir
    private Path folder;

    /** Needs 32 passes and more; the result is that of a map. */
    @Test
    void findsTheLatestRecordOfEachKeyThoughTheTableIsTiny() throws IOException {
        Random random = new Random(5);
        DatabaseBuilder database = new DatabaseBuilder(4096).fanOut(20);
        Map<String, Long> expected = new HashMap<>();
        for (int number = 0; number < 4_000; number++) {
            String key = "key-" + random.nextInt(1_500);
            boolean deleted = random.nextInt(4) == 0;
            byte[] value = new ProtoWriter()
                    .bytes(1, key.getBytes(StandardCharsets.UTF_8))
                    .bytes(5, new byte[random.nextInt(60)])
                    .toByteArray();
            database.record("key", new Revision(number + 2, 0, deleted).encode(), value);
            if (deleted) {
                expected.remove(key);
            } else {
                expected.put(key, (long) number);
            }
        }
        Set<Long> found = new TreeSet<>();
        int passes = 0;
        Path file = Files.write(folder.resolve("db"), database.build());
        try (FileChannel channel = FileChannel.open(file)) {
            BoltFile bolt = BoltFile.open(PageSource.of(channel, channel.size()));
            LiveKeys keys = new LiveKeys(LiveKeys.NO_TARGET, 64);
            do {
                KeyRecord record = new KeyRecord();
                StructureCheck.run(bolt, bucket -> entry -> {
                    record.decode(entry);
                    keys.next(record, entry.window(), record.main() - 2);
                });
                keys.forEachLive(found::add);
                passes++;
            } while (keys.nextPass());
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected.values());
        assertThat(passes).isGreaterThan(30);
    }

    /** From the reference implementation's {@code vectors_sip128}: key 00..0f, messages of 0 and 1 bytes. */
    @Test
    void hashesAsSipHashDoes() throws IOException {
        byte[] message = new byte[64];
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) i;
        }
        Path file = Files.write(folder.resolve("message"), message);
        try (FileChannel channel = FileChannel.open(file)) {
            Window window = new Window(PageSource.of(channel, message.length));
            KeyHash hash = new KeyHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
            assertThat(hex(hash, window, 0)).isEqualTo("a3817f04ba25a8e66df67214c7550293");
            assertThat(hex(hash, window, 1)).isEqualTo("da87c1d86b99af44347659119b22fc45");
        }
    }

    private static String hex(KeyHash hash, Window window, int size) {
        hash.compute(window, 0, size);
        return HexFormat.of().toHexDigits(Long.reverseBytes(hash.low()))
                + HexFormat.of().toHexDigits(Long.reverseBytes(hash.high()));
    }
}
