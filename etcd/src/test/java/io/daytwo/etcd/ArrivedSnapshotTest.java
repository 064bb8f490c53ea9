package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.etcd.BackupFailedException.Kind;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrivedSnapshotTest {
    @TempDir
    private Path folder;

    @Test
    void anInterruptWhileNamingIsNoFailedWrite() throws IOException {
        try (HashingMember member = HashingMember.telling("m1", 1);
                PartFile part = new BackupTarget(folder.resolve("b.db")).claim()) {
            var arrived = new ArrivedSnapshot(
                    member.reachable(), part, new SnapshotDownload.Received(100, "00"), BackupSettings.defaults());
            assertThat(arrived.writeFailed(new IOException("bad disk")).kind()).isEqualTo(Kind.WRITE_FAILED);
            assertThat(arrived.writeFailed(new ClosedByInterruptException()).kind())
                    .isEqualTo(Kind.INTERRUPTED);
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
