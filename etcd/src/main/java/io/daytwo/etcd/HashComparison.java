package io.daytwo.etcd;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether members hold the same data: their HashKV at one revision that all of them have and none has compacted,
 * counted only where all had compacted to the same revision. That moves while clients compact, so it is tried again
 * until it holds still.
 */
final class HashComparison {
    private static final Logger LOG = LoggerFactory.getLogger(HashComparison.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final List<ReachableMember> members;

    HashComparison(List<ReachableMember> members) {
        this.members = List.copyOf(members);
    }

    /**
     * Compares.
     *
     * @return one hash for each member; all are comparable, equal or not. Empty when compaction never held still
     */
    List<KeySpaceHash> hashes() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<List<KeySpaceHash>> hashes = once();
            if (hashes.isPresent()) {
                return hashes.get();
            }
            if (System.nanoTime() > deadline) {
                LOG.warn("The members could not be compared: they were compacted all the time for {}", PATIENCE);
                return List.of();
            }
            pause();
        }
    }

    private Optional<List<KeySpaceHash>> once() {
        long revision = Simultaneously.ask(
                        members, one -> one.connection().status().revision())
                .stream()
                .mapToLong(Long::longValue)
                .min()
                .orElseThrow();
        List<Optional<KeySpaceHash>> answers = Simultaneously.ask(members, one -> at(one, revision));
        if (answers.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        List<KeySpaceHash> hashes = answers.stream().flatMap(Optional::stream).toList();
        boolean comparable = hashes.stream().allMatch(hashes.get(0)::isComparableTo);
        return comparable ? Optional.of(hashes) : Optional.empty();
    }

    /** {@return the member's hash up to a revision, empty where it has compacted beyond it} */
    static Optional<KeySpaceHash> at(ReachableMember one, long revision) {
        try {
            MemberHash hash = one.connection().hashKv(revision);
            return Optional.of(new KeySpaceHash(
                    one.label(), Integer.toUnsignedLong(hash.hash()), revision, hash.compactRevision()));
        } catch (EtcdRefusedException e) {
            if (e.reason() == EtcdRefusedException.Reason.COMPACTED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EtcdInterruptedException("Comparing the members", e);
        }
    }
}
