package io.daytwo.etcd.snapshot;

/** Where the revision shall stand after a restore. Immutable. */
sealed interface RevisionGoal {
    /** The last revision that may be reached: half of the range is left to writes to come. */
    long HIGHEST = Long.MAX_VALUE / 2;

    /**
     * The revision after the restore.
     *
     * @param now where the snapshot's stands
     * @return the new one
     * @throws ArithmeticException when it is out of range
     */
    long from(long now);

    /** Stays as it is. */
    record Keep() implements RevisionGoal {
        @Override
        public long from(long now) {
            return now;
        }
    }

    /** Goes forward by so much. */
    record By(long amount) implements RevisionGoal {
        public By {
            if (amount < 1 || amount > HIGHEST) {
                throw new IllegalArgumentException("revisions: must be 1 to " + HIGHEST + ", not " + amount);
            }
        }

        @Override
        public long from(long now) {
            return inRange(Math.addExact(now, amount));
        }
    }

    /** Goes forward, and as far as this at least. */
    record AtLeast(long revision) implements RevisionGoal {
        public AtLeast {
            if (revision < 1 || revision > HIGHEST) {
                throw new IllegalArgumentException("revision: must be 1 to " + HIGHEST + ", not " + revision);
            }
        }

        @Override
        public long from(long now) {
            return inRange(Math.max(revision, Math.addExact(now, 1)));
        }
    }

    private static long inRange(long revision) {
        if (revision > HIGHEST) {
            throw new ArithmeticException(revision + " is beyond " + HIGHEST);
        }
        return revision;
    }
}
