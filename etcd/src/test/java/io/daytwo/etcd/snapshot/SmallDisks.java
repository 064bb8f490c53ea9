package io.daytwo.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Restores to one tmpfs after the other, each of them unfit. To be run in a mount namespace of its own, with which the
 * mounts go away. Prints how often which fault was met.
 */
final class SmallDisks {
    private static final int VALUE = 1 << 20;
    private static final int PAGE = 4 << 10;
    private static final String ROOMY = "remount,rw,size=200m,nr_inodes=1000";

    private final Path folder;
    private final Path disk;
    private final Path file;

    private SmallDisks(Path folder) throws IOException {
        this.folder = folder;
        this.disk = Files.createDirectory(folder.resolve("disk"));
        this.file = new SmallSnapshot().large(VALUE).writeTo(folder.resolve("snapshot.db"));
    }

    /** What of a restore lies on the disk. */
    enum Part {
        /** A directory that is to be made. */
        DATA,
        /** The disk is the data directory. */
        MOUNT_POINT,
        /** The log alone. */
        LOG
    }

    /** The check before the start finds room; then somebody else takes it. */
    private static final class BriefRoom extends ForwardingFiles {
        private boolean taken;

        BriefRoom() {
            super(new DiskFiles());
        }

        @Override
        synchronized void before(String operation) {
            taken = true;
        }

        @Override
        public synchronized long usableBytes(Path directory) throws IOException {
            return taken ? super.usableBytes(directory) : Long.MAX_VALUE;
        }
    }

    /** The folder to work in. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
        SmallDisks disks = new SmallDisks(Path.of(args[0]));
        List<String> bytes = new ArrayList<>(List.of("size=4k", "size=64k", "size=512k"));
        for (int size = VALUE - 4 * PAGE; size < VALUE + 16 * PAGE; size += PAGE) {
            bytes.add("size=" + size);
        }
        List<String> inodes = IntStream.range(2, 16)
                .mapToObj(count -> "size=200m,nr_inodes=" + count)
                .toList();
        System.out.println("too few bytes: " + disks.sweep(bytes, disks::isFull));
        System.out.println("too few inodes: " + disks.sweep(inodes, disks::isFull));
        System.out.println("known before: " + disks.sweep(List.of("size=1m", "size=60m"), disks::isKnownToBeSmall));
        System.out.println("read-only: " + disks.sweep(List.of("ro"), disks::isReadOnly));
    }

    private interface Fault {
        boolean isMet(Part part) throws IOException;
    }

    /** Tries each part on each disk; where a fault is met, nothing is there, and more room is all that is needed. */
    private int sweep(List<String> disks, Fault fault) throws IOException {
        int met = 0;
        for (String options : disks) {
            for (Part part : Part.values()) {
                mount(options);
                if (fault.isMet(part)) {
                    met++;
                    assertThat(disk).as("%s, %s", part, options).isEmptyDirectory();
                    assertThat(folder.resolve("data")).doesNotExist();
                    mount(ROOMY);
                    RestoredMember member = run(part, restore());
                    assertThat(Snapshot.open(member.dataDir().resolve("member/snap/db"))
                                    .verify()
                                    .revision())
                            .isEqualTo(member.revision());
                }
                Tool.run(Path.of("/bin/umount"), disk).ok();
                if (Files.exists(folder.resolve("data"))) {
                    EtcdRig.deleteTree(folder.resolve("data"));
                }
            }
        }
        return met;
    }

    private void mount(String options) {
        Tool.run(Path.of("/bin/mount"), "-t", "tmpfs", "-o", "mode=0700," + options, "tmpfs", disk)
                .ok();
    }

    private Restore restore() {
        return Restore.from(Snapshot.open(file)).member("cp1", "https://10.0.0.11:2380");
    }

    private RestoredMember run(Part part, Restore restore) {
        return switch (part) {
            case DATA -> restore.toDataDir("cp1", disk.resolve("etcd"));
            case MOUNT_POINT -> restore.toDataDir("cp1", disk);
            case LOG -> restore.walDir(disk.resolve("wal")).toDataDir("cp1", folder.resolve("data"));
        };
    }

    private boolean isFull(Part part) {
        return failed(() -> run(part, restore().on(new BriefRoom())), RestoreFailedException.Reason.DISK_FULL);
    }

    private boolean isReadOnly(Part part) {
        return failed(() -> run(part, restore()), RestoreFailedException.Reason.NOT_ALLOWED);
    }

    private boolean failed(Supplier<RestoredMember> run, RestoreFailedException.Reason reason) {
        try {
            assertThat(run.get().revision()).isPositive();
            return false;
        } catch (RestoreFailedException e) {
            assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
            return true;
        }
    }

    private boolean isKnownToBeSmall(Part part) {
        var refusal = catchThrowableOfType(RestoreRefusedException.class, () -> run(part, restore()));
        assertThat(refusal.reason()).isEqualTo(RestoreRefusedException.Reason.NO_SPACE);
        return true;
    }
}
