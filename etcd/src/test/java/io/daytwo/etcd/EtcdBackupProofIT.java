package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.etcd.BackupFailedException.Kind;
import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.Tool;
import io.daytwo.etcd.snapshot.SnapshotCorruptedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member that hands out damaged data with a hash that is right for it, as one with bad memory or a bad disk does. */
class EtcdBackupProofIT {
    private static final String VALUE = "a value to be found 77";

    @TempDir
    private Path folder;

    private EtcdRig rig;
    private byte[] database;

    @BeforeEach
    void start() throws IOException {
        rig = EtcdRig.of(EtcdRelease.LINE_3_6).fast().start();
        for (int i = 0; i < 200; i++) {
            rig.client().put("/registry/a" + i, "a value to be found " + i);
        }
        Path file = rig.folder().resolve("good.db");
        Tool.run(EtcdRelease.LINE_3_6.etcdctl(), "--endpoints", rig.endpoints().get(0), "snapshot", "save", file)
                .ok();
        byte[] bytes = Files.readAllBytes(file);
        database = Arrays.copyOf(bytes, bytes.length - 32);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private void save() throws IOException {
        try (LyingMember member = new LyingMember(rig.client(), database);
                EtcdCluster cluster = EtcdCluster.at(List.of(member.url()), EtcdTls.none())) {
            var ignored = EtcdBackup.of(cluster).save(folder.resolve("b.db"));
        }
    }

    private BackupFailedException failure() {
        var failure = catchThrowableOfType(BackupFailedException.class, this::save);
        assertThat(folder).isEmptyDirectory();
        return failure;
    }

    /** Every place: pages that are free again still hold what they held. */
    private List<Integer> places() {
        String text = new String(database, StandardCharsets.ISO_8859_1);
        List<Integer> places = new ArrayList<>();
        for (int at = text.indexOf(VALUE); at >= 0; at = text.indexOf(VALUE, at + 1)) {
            places.add(at);
        }
        assertThat(places).isNotEmpty();
        return places;
    }

    @Test
    void anHonestMemberIsBelieved() throws IOException {
        save();
        assertThat(folder.resolve("b.db.json")).content().contains("\"confirmedByMember\": true");
    }

    @Test
    void aFlippedBitInAValueIsFoundByTheHashKvOfTheMember() {
        places().forEach(at -> database[at] ^= 0x01);
        BackupFailedException failure = failure();
        assertThat(failure.kind()).isEqualTo(Kind.DIFFERS_FROM_MEMBER);
        assertThat(failure.received()).isEqualTo(database.length);
    }

    @Test
    void aDamagedPageIsFoundByReadingEverything() {
        places().forEach(at -> Arrays.fill(database, at / 4096 * 4096, at / 4096 * 4096 + 4096, (byte) 0));
        BackupFailedException failure = failure();
        assertThat(failure.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(failure).hasCauseInstanceOf(SnapshotCorruptedException.class);
    }

    @Test
    void aDatabaseThatIsNoneIsFound() {
        database = new byte[8192];
        assertThat(failure().kind()).isEqualTo(Kind.CORRUPT);
    }
}
