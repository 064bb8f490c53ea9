package io.daytwo.etcd.snapshot;

/** What is known of a file that was read whole and found sound; damage is a {@link SnapshotCorruptedException}. */
public enum Verdict {
    /** The SHA-256 that the server put behind the database matches, and so does everything inside. */
    INTACT,
    /**
     * Everything inside is sound, but there is no SHA-256 behind it: a raw copy of a {@code member/snap/db}. Values may
     * have changed unseen, and writes after the last commit are in the write-ahead log only.
     */
    UNHASHED
}
