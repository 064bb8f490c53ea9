package io.daytwo.etcd.snapshot;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A minor version of etcd that a restored directory is for. One layout serves all lines; what differs is which
 * snapshots a line accepts. Sources: {@code server/etcdserver/version/downgrade.go} (cluster version),
 * {@code server/storage/schema/schema.go} (storage version).
 *
 * @param major of the version
 * @param minor of the version
 */
record EtcdLine(int major, int minor) {
    static final EtcdLine OLDEST = new EtcdLine(3, 5);
    static final EtcdLine NEWEST = new EtcdLine(3, 7);

    private static final Pattern VERSION = Pattern.compile("v?([0-9]{1,4})\\.([0-9]{1,4})(?:\\.[0-9A-Za-z.+-]{1,40})?");

    static EtcdLine target(String version) {
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches()) {
            throw new IllegalArgumentException("version: must be like 3.6 or 3.6.16, not " + version);
        }
        EtcdLine line = of(parts);
        if (OLDEST.isNewerThan(line) || line.isNewerThan(NEWEST)) {
            throw new IllegalArgumentException(
                    "version: directories are written for etcd " + OLDEST + " to " + NEWEST + ", not " + version);
        }
        return line;
    }

    private static EtcdLine of(Matcher parts) {
        return new EtcdLine(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    }

    void requireAccepts(SnapshotReport snapshot, Path file) {
        requireAccepts("storage", snapshot.version(), file);
        requireAccepts("cluster", snapshot.clusterVersion(), file);
    }

    private void requireAccepts(String kind, String version, Path file) {
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches()) {
            return;
        }
        EtcdLine needed = of(parts);
        if (needed.isNewerThan(this)) {
            throw new SnapshotTooNewException(
                    file,
                    kind,
                    version,
                    toString(),
                    needed.isNewerThan(NEWEST)
                            ? "This library knows etcd up to " + NEWEST + ": restore with a newer one, or with etcdutl "
                                    + needed + "."
                            : "Restore for etcd " + needed + " or newer.");
        }
    }

    private boolean isNewerThan(EtcdLine other) {
        return major != other.major ? major > other.major : minor > other.minor;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
