package io.daytwo.etcd.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.snapshot.Snapshot;
import io.daytwo.etcd.snapshot.SnapshotCorruptedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * No single bit of a snapshot can change unseen, wherever it lies. Where few mutants are asked for, as on the second
 * JDK, only every 16th byte is tried.
 */
class SingleBitFlipIT {
    private static final int PARTS = 2;
    private static final int STRIDE = Long.getLong("mutants", 100_000) < 100_000 ? 16 : 1;

    @Test
    void everySingleBitFlipIsRejected() throws IOException {
        Path memory = Path.of("/dev/shm");
        Path work = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "daytwo-flips-")
                : Files.createTempDirectory("daytwo-flips-");
        try {
            Path snapshot = new BaseSnapshots(work, work).history();
            long size = Files.size(snapshot);
            assertThat(size).isGreaterThan(20_000);
            assertThat(Snapshot.open(snapshot).verify().totalKeys()).isPositive();
            List<Long> accepted = IntStream.range(0, PARTS)
                    .parallel()
                    .mapToObj(part -> flip(
                            snapshot, work.resolve("part-" + part), part * size / PARTS, (part + 1) * size / PARTS))
                    .flatMap(List::stream)
                    .toList();
            assertThat(accepted).as("bits whose flip went unseen").isEmpty();
        } finally {
            EtcdRig.deleteTree(work);
        }
    }

    private static List<Long> flip(Path snapshot, Path copy, long from, long to) {
        try {
            Files.copy(snapshot, copy);
            List<Long> accepted = new ArrayList<>();
            try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw")) {
                for (long at = from; at < to; at += STRIDE) {
                    file.seek(at);
                    int intact = file.read();
                    for (int bit = 0; bit < 8; bit++) {
                        file.seek(at);
                        file.write(intact ^ 1 << bit);
                        if (!isRejected(copy)) {
                            accepted.add(8 * at + bit);
                        }
                    }
                    file.seek(at);
                    file.write(intact);
                }
            }
            assertThat(Snapshot.open(copy).verify().totalKeys())
                    .as("all flips undone")
                    .isPositive();
            return accepted;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRejected(Path file) {
        try {
            var ignored = Snapshot.open(file).verify();
            return false;
        } catch (SnapshotCorruptedException expected) {
            return true;
        }
    }
}
