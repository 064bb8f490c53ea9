package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.etcd.BackupFailedException.Kind;
import io.daytwo.progress.ProgressEvent;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The download against a server that misbehaves on a real wire. */
@Timeout(60)
class SnapshotDownloadTest {
    private static final byte[] DATABASE = database(4096 * 257);

    private static final Set<Kind> ENDED_BY_THE_MEMBER =
            EnumSet.of(Kind.CUT_SHORT, Kind.HASH_MISMATCH, Kind.MEMBER_FAILED);

    private final Thread caller = Thread.currentThread();

    @TempDir
    private Path folder;

    private final List<ProgressEvent> events = new ArrayList<>();

    private static byte[] database(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private SnapshotDownload.Received download(FakeMaintenance.Script script, Duration stall, long limit)
            throws IOException, InterruptedException {
        try (FakeMaintenance member = new FakeMaintenance(script);
                PartFile part = PartFile.create(folder.resolve("b.db.part"))) {
            try {
                var received = new SnapshotDownload("cp1", stall, limit, events::add).into(part, member.channel());
                part.publish(folder.resolve("b.db"));
                return received;
            } catch (BackupFailedException e) {
                boolean interrupted = Thread.interrupted();
                assertThat(ENDED_BY_THE_MEMBER.contains(e.kind()) || member.wasCancelled())
                        .as("cancelled at the server")
                        .isTrue();
                if (interrupted) {
                    caller.interrupt();
                }
                throw e;
            }
        }
    }

    private BackupFailedException failure(FakeMaintenance.Script script) {
        return failure(script, Duration.ofSeconds(20), 1L << 30);
    }

    private BackupFailedException failure(FakeMaintenance.Script script, Duration stall, long limit) {
        var failure = catchThrowableOfType(BackupFailedException.class, () -> download(script, stall, limit));
        assertThat(folder).isEmptyDirectory();
        assertThat(failure.member()).isEqualTo("cp1");
        return failure;
    }

    @Test
    void savesWhatTheMemberSends() throws Exception {
        var received = download(
                wire -> {
                    wire.send(DATABASE, 0, DATABASE.length);
                    wire.send(FakeMaintenance.sha256(DATABASE), 0);
                    wire.complete();
                },
                Duration.ofSeconds(20),
                DATABASE.length);
        byte[] file = Files.readAllBytes(folder.resolve("b.db"));
        assertThat(file).hasSize(DATABASE.length + 32).startsWith(DATABASE).endsWith(FakeMaintenance.sha256(DATABASE));
        assertThat(received.bytes()).isEqualTo(file.length);
        assertThat(received.sha256()).isEqualTo(HexFormat.of().formatHex(FakeMaintenance.sha256(file)));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("b.db"))))
                .isEqualTo("rw-------");
        assertThat(events.get(0)).isEqualTo(new ProgressEvent.Started("snapshot from cp1", DATABASE.length));
        assertThat(events.get(events.size() - 1)).isInstanceOf(ProgressEvent.Finished.class);
    }

    @Test
    void toleratesEmptyMessagesBetweenBytes() throws Exception {
        var received = download(
                wire -> {
                    wire.send(new byte[0], DATABASE.length);
                    wire.send(DATABASE, 0, 65536);
                    wire.send(new byte[0], DATABASE.length - 65536);
                    wire.send(DATABASE, 65536, DATABASE.length);
                    wire.send(new byte[0], 0);
                    byte[] sha = FakeMaintenance.sha256(DATABASE);
                    wire.send(Arrays.copyOf(sha, 5), 0);
                    wire.send(Arrays.copyOfRange(sha, 5, 32), 0);
                    wire.send(new byte[0], 0);
                    wire.complete();
                },
                Duration.ofSeconds(20),
                1L << 30);
        assertThat(received.bytes()).isEqualTo(DATABASE.length + 32L);
    }

    @Test
    void acceptsHashAndBytesInOneMessage() throws Exception {
        byte[] small = database(1024);
        var received = download(
                wire -> {
                    wire.send(new byte[0], small.length);
                    byte[] both = Arrays.copyOf(small, small.length + 32);
                    System.arraycopy(FakeMaintenance.sha256(small), 0, both, small.length, 32);
                    wire.send(both, 0);
                    wire.complete();
                },
                Duration.ofSeconds(20),
                1L << 30);
        assertThat(received.bytes()).isEqualTo(1024 + 32L);
    }

    @Test
    void stopsOnEndlessEmptyMessages() {
        var failure = failure(
                wire -> {
                    wire.send(DATABASE, 0, 65536);
                    while (!wire.isCancelled()) {
                        wire.send(new byte[0], DATABASE.length - 65536);
                    }
                },
                Duration.ofMillis(700),
                1L << 30);
        assertThat(failure.kind()).isEqualTo(Kind.STALLED);
        assertThat(failure.received()).isEqualTo(65536);
        assertThat(failure.announced()).isEqualTo(DATABASE.length);
    }

    @Test
    void stopsWhenTheStreamStalls() {
        var failure = failure(
                wire -> {
                    wire.send(DATABASE, 0, 65536);
                    wire.awaitCancel();
                },
                Duration.ofMillis(400),
                1L << 30);
        assertThat(failure.kind()).isEqualTo(Kind.STALLED);
    }

    @Test
    void stopsWhenNothingComesAtAll() {
        var failure = failure(FakeMaintenance.Wire::awaitCancel, Duration.ofMillis(400), 1L << 30);
        assertThat(failure.kind()).isEqualTo(Kind.STALLED);
        assertThat(failure.announced()).isEqualTo(-1);
    }

    @Test
    void waitsForASlowButSteadyStream() throws Exception {
        byte[] small = database(4096 * 8);
        var received = download(
                wire -> {
                    for (int at = 0; at < small.length; at += 4096) {
                        Thread.sleep(150);
                        wire.send(small, at, at + 4096);
                    }
                    wire.send(FakeMaintenance.sha256(small), 0);
                    wire.complete();
                },
                Duration.ofMillis(600),
                1L << 30);
        assertThat(received.bytes()).isEqualTo(small.length + 32L);
    }

    @Test
    void stopsAtMoreBytesThanAnnounced() {
        var failure = failure(wire -> {
            wire.send(new byte[0], 65536);
            while (!wire.isCancelled()) {
                wire.send(DATABASE, 0, DATABASE.length);
            }
        });
        assertThat(failure.kind()).isEqualTo(Kind.MORE_THAN_ANNOUNCED);
        assertThat(failure.received()).isEqualTo(65536);
    }

    @Test
    void stopsAtAByteBehindTheHash() {
        var failure = failure(wire -> {
            wire.send(DATABASE, 0, DATABASE.length);
            wire.send(FakeMaintenance.sha256(DATABASE), 0);
            wire.send(new byte[1], 0);
            wire.awaitCancel();
        });
        assertThat(failure.kind()).isEqualTo(Kind.MORE_THAN_ANNOUNCED);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 4095, 1L << 40})
    void refusesToStartOnANonsensicalAnnouncement(long remaining) {
        var failure = failure(wire -> {
            wire.send(new byte[4096], remaining);
            wire.awaitCancel();
        });
        assertThat(failure.kind()).isEqualTo(Kind.BAD_ANNOUNCEMENT);
        assertThat(failure.received()).isZero();
    }

    @Test
    void refusesADatabaseAboveTheLimit() {
        var failure = failure(
                wire -> {
                    wire.send(DATABASE, 0, DATABASE.length);
                    wire.awaitCancel();
                },
                Duration.ofSeconds(20),
                DATABASE.length - 1);
        assertThat(failure.kind()).isEqualTo(Kind.BAD_ANNOUNCEMENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32768, 4096 * 257 - 1, 4096 * 257})
    void refusesACleanEndBeforeTheHash(int bytes) {
        var failure = failure(wire -> {
            if (bytes > 0) {
                wire.send(DATABASE, 0, bytes);
            }
            wire.complete();
        });
        assertThat(failure.kind()).isEqualTo(Kind.CUT_SHORT);
        assertThat(failure.received()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 31})
    void refusesPartOfAHash(int bytes) {
        var failure = failure(wire -> {
            wire.send(DATABASE, 0, DATABASE.length);
            wire.send(Arrays.copyOf(FakeMaintenance.sha256(DATABASE), bytes), 0);
            wire.complete();
        });
        assertThat(failure.kind()).isEqualTo(Kind.CUT_SHORT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 500_000, 4096 * 257 - 1})
    void refusesASingleFlippedBit(int at) {
        var failure = failure(wire -> {
            byte[] flipped = DATABASE.clone();
            flipped[at] ^= 0x10;
            wire.send(flipped, 0, flipped.length);
            wire.send(FakeMaintenance.sha256(DATABASE), 0);
            wire.complete();
        });
        assertThat(failure.kind()).isEqualTo(Kind.HASH_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65536, 4096 * 257})
    void passesOnTheErrorOfTheMember(int bytes) {
        var failure = failure(wire -> {
            wire.send(DATABASE, 0, bytes);
            wire.fail(Status.UNAVAILABLE.withDescription("etcdserver: server stopped"));
        });
        assertThat(failure.kind()).isEqualTo(Kind.MEMBER_FAILED);
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void anInterruptStopsItAndIsKept() throws Exception {
        var failure = failure(wire -> {
            wire.send(DATABASE, 0, 65536);
            Thread.sleep(300);
            caller.interrupt();
            wire.awaitCancel();
        });
        assertThat(failure.kind()).isEqualTo(Kind.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aThrowingListenerStopsNothing() throws Exception {
        try (FakeMaintenance member = new FakeMaintenance(wire -> {
                    wire.send(DATABASE, 0, DATABASE.length);
                    wire.send(FakeMaintenance.sha256(DATABASE), 0);
                    wire.complete();
                });
                PartFile part = PartFile.create(folder.resolve("b.db.part"))) {
            var download = new SnapshotDownload("cp1", Duration.ofSeconds(20), 1L << 30, event -> {
                throw new IllegalStateException("listener");
            });
            assertThat(download.into(part, member.channel()).bytes()).isEqualTo(DATABASE.length + 32L);
        }
    }
}
