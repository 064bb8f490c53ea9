package io.daytwo.etcd.mutants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * An intact snapshot that mutants are made of: content without the trailer, the trailer, and the map of the content.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Base(String name, byte[] content, byte[] trailer, SnapshotMap map) {
    static final int TRAILER = 32;

    static Base read(Path snapshot) {
        try {
            byte[] all = Files.readAllBytes(snapshot);
            byte[] content = Arrays.copyOf(all, all.length - TRAILER);
            return new Base(
                    snapshot.getFileName().toString(),
                    content,
                    Arrays.copyOfRange(all, content.length, all.length),
                    new SnapshotMap(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
