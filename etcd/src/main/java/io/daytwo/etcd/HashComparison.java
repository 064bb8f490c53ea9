package io.daytwo.etcd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether members hold the same data: their HashKV at one revision that all of them have and none has compacted,
 * counted only where all had compacted to the same revision. That moves while clients compact, so it is tried again
 * until it holds still.
 */
final class HashComparison {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);

    /**
     * What came of it.
     *
     * @param hashes one for each member compared; all are comparable, equal or not. Empty when fewer than two could be
     * @param doubts what could not be compared and why, a sentence each
     */
    record Result(List<KeySpaceHash> hashes, List<String> doubts) {
        static final Result NONE = new Result(List.of(), List.of());
    }

    private List<ReachableMember> members;
    private final List<String> doubts = new ArrayList<>();

    /** A comparison to be used once. */
    HashComparison(List<ReachableMember> members) {
        this.members = List.copyOf(members);
    }

    /** Compares all that can be; a member that fails drops out and the others are compared without it. */
    Result compare() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (members.size() > 1) {
            Optional<List<KeySpaceHash>> hashes = once();
            if (hashes.isPresent()) {
                return new Result(hashes.get(), List.copyOf(doubts));
            }
            if (System.nanoTime() > deadline) {
                doubts.add("The members' data could not be compared: their history was compacted all the time for "
                        + PATIENCE.toSeconds() + " s.");
                break;
            }
            pause();
        }
        return new Result(List.of(), List.copyOf(doubts));
    }

    private Optional<List<KeySpaceHash>> once() {
        long revision = ask(one -> one.connection().status().revision()).stream()
                .mapToLong(Long::longValue)
                .min()
                .orElse(0);
        List<Optional<KeySpaceHash>> answers = ask(one -> at(one, revision));
        if (answers.size() < 2 || answers.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        List<KeySpaceHash> hashes = answers.stream().flatMap(Optional::stream).toList();
        boolean comparable = hashes.stream().allMatch(hashes.get(0)::isComparableTo);
        return comparable ? Optional.of(hashes) : Optional.empty();
    }

    /** What a member answered, or the failure that makes it drop out. */
    private record Answer<A>(ReachableMember member, Optional<A> given, String failure) {}

    private <A> List<A> ask(Function<ReachableMember, A> question) {
        List<Answer<A>> answers = Simultaneously.ask(members, one -> answer(one, question));
        answers.stream()
                .filter(one -> one.given().isEmpty())
                .map(Answer::failure)
                .forEach(doubts::add);
        members = answers.stream()
                .filter(one -> one.given().isPresent())
                .map(Answer::member)
                .toList();
        return answers.stream().flatMap(one -> one.given().stream()).toList();
    }

    private static <A> Answer<A> answer(ReachableMember member, Function<ReachableMember, A> question) {
        try {
            return new Answer<>(member, Optional.of(question.apply(member)), "");
        } catch (EtcdRefusedException e) {
            return new Answer<>(member, Optional.empty(), dropped(member) + e.getMessage());
        } catch (EtcdUnavailableException e) {
            return new Answer<>(
                    member, Optional.empty(), dropped(member) + e.triedInWords() + "." + ofDeadline(member, e));
        }
    }

    private static String dropped(ReachableMember member) {
        return "The data of " + member.label() + " could not be compared: ";
    }

    private static String ofDeadline(ReachableMember member, EtcdUnavailableException e) {
        return e.tried().get(0).reason() == EndpointFailure.Reason.NO_ANSWER
                ? " If it only needs longer to read every key, raise EtcdDeadlines.hash ("
                        + member.connection().deadlines().hash().toMillis() + " ms)."
                : "";
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
