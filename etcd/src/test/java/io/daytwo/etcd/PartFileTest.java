package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.etcd.BackupRefusedException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartFileTest {
    @TempDir
    private Path folder;

    private Path part;
    private Path target;

    @BeforeEach
    void names() {
        part = folder.resolve("b.db.part");
        target = folder.resolve("b.db");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        try (PartFile file = PartFile.create(part)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void isGoneWhenClosedUnpublished() throws IOException {
        try (PartFile file = PartFile.create(part)) {
            file.write(bytes("half"));
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void publishesUnderAFreeName() throws IOException {
        try (PartFile file = PartFile.create(part)) {
            file.write(bytes("whole"));
            file.force();
            file.publish(target);
        }
        assertThat(target).hasContent("whole");
        assertThat(part).doesNotExist();
    }

    @Test
    void neverPublishesOverATakenName() throws IOException {
        try (PartFile file = PartFile.create(part)) {
            file.write(bytes("new"));
            Files.writeString(target, "old");
            assertThatThrownBy(() -> file.publish(target)).isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThat(target).hasContent("old");
        assertThat(part).doesNotExist();
    }

    @Test
    void neverPublishesThroughADanglingLink() throws IOException {
        try (PartFile file = PartFile.create(part)) {
            Files.createSymbolicLink(target, folder.resolve("elsewhere"));
            assertThatThrownBy(() -> file.publish(target)).isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void removesWhatAKilledRunLeft() throws IOException {
        Files.writeString(part, "half of a snapshot");
        try (PartFile file = PartFile.create(part)) {
            file.write(bytes("new"));
            file.publish(target);
        }
        assertThat(target).hasContent("new");
    }

    @Test
    void leavesAloneWhatIsNoFile() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        Files.createSymbolicLink(part, secret);
        var refused = catchThrowableOfType(BackupRefusedException.class, () -> PartFile.create(part));
        assertThat(refused.reason()).isEqualTo(Reason.FILE_IN_THE_WAY);
        assertThat(part).isSymbolicLink();
        assertThat(secret).hasContent("secret");
    }

    @Test
    void leavesAloneWhatAnotherRunIsWriting() throws IOException {
        try (PartFile first = PartFile.create(part)) {
            first.write(bytes("first"));
            var refused = catchThrowableOfType(BackupRefusedException.class, () -> PartFile.create(part));
            assertThat(refused.reason()).isEqualTo(Reason.BUSY);
            assertThat(part).hasContent("first");
            first.publish(target);
        }
        assertThat(target).hasContent("first");
    }

    @Test
    void publishesNothingWhenItsNameLeadsElsewhere() throws IOException {
        try (PartFile file = PartFile.create(part)) {
            Files.delete(part);
            Files.writeString(part, "of somebody else");
            var refused = catchThrowableOfType(BackupRefusedException.class, () -> file.publish(target));
            assertThat(refused.reason()).isEqualTo(Reason.BUSY);
        }
        assertThat(target).doesNotExist();
        assertThat(part).hasContent("of somebody else");
    }

    @Test
    void aReaderThatLosesTheLockDoesNotLoseTheFile() throws IOException {
        try (PartFile file = PartFile.create(part)) {
            file.write(bytes("whole"));
            FileChannel.open(part, StandardOpenOption.READ).close();
            file.publish(target);
        }
        assertThat(target).hasContent("whole");
    }

    @Test
    void ofManyAtOnceOneWinsAndItsBytesAreWhole() throws Exception {
        AtomicInteger won = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (var outcome : threads.invokeAll(IntStream.range(0, 40)
                    .mapToObj(run -> (Callable<Void>) () -> race(run, won))
                    .toList())) {
                outcome.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(won).hasValue(1);
        assertThat(Files.readString(target)).matches("(\\d+ )\\1{999}");
        assertThat(part).doesNotExist();
    }

    private Void race(int run, AtomicInteger won) throws IOException {
        try (PartFile file = PartFile.create(part)) {
            for (int i = 0; i < 1000; i++) {
                file.write(bytes(run + " "));
            }
            file.publish(target);
            won.incrementAndGet();
        } catch (BackupRefusedException busy) {
            assertThat(busy.reason()).isEqualTo(Reason.BUSY);
        } catch (FileAlreadyExistsException late) {
            assertThat(target).exists();
        }
        return null;
    }
}
