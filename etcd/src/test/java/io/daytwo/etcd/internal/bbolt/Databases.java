package io.daytwo.etcd.internal.bbolt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads databases that tests hold as bytes. */
final class Databases {
    private Databases() {}

    /** All records as {@code bucket/key=length of value}. */
    static List<String> read(byte[] database) {
        return on(database, source -> {
            List<String> records = new ArrayList<>();
            StructureCheck.run(
                    BoltFile.open(source),
                    bucket -> entry -> records.add(bucket.name() + "/" + entry.keyText() + "=" + entry.value().length));
            return records;
        });
    }

    static <T> T on(byte[] database, Function<PageSource, T> work) {
        try {
            Path file = Files.createTempFile("daytwo-", ".db");
            try {
                Files.write(file, database);
                try (FileChannel channel = FileChannel.open(file)) {
                    return work.apply(PageSource.of(channel, database.length));
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
