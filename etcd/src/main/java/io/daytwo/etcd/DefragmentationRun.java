package io.daytwo.etcd;

import io.daytwo.progress.ProgressEvent;
import io.daytwo.progress.ProgressListener;
import io.daytwo.retry.Await;
import io.daytwo.retry.AwaitTimeoutException;
import io.daytwo.retry.WaitInterruptedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One run of a {@link Defragmentation}. */
final class DefragmentationRun {
    private static final int MOST_ELECTIONS = 10;

    private final EtcdCluster cluster;
    private final boolean downtimeAccepted;
    private final ProgressListener progress;
    private final List<DefragmentedMember> done = new ArrayList<>();
    private final List<DefragmentationReport.Skipped> skipped = new ArrayList<>();
    private int elections;

    DefragmentationRun(EtcdCluster cluster, boolean downtimeAccepted, ProgressListener progress) {
        this.cluster = cluster;
        this.downtimeAccepted = downtimeAccepted;
        this.progress = progress;
    }

    DefragmentationReport run() {
        EtcdHealth health = look();
        if (!canSpareOne(health)) {
            throw refusal(health.quorum());
        }
        try {
            return all(health);
        } catch (EtcdInterruptedException | WaitInterruptedException e) {
            throw new EtcdInterruptedException("Defragmentation", e, report());
        }
    }

    private DefragmentationReport report() {
        return new DefragmentationReport(done, skipped);
    }

    private DefragmentationReport all(EtcdHealth first) {
        EtcdHealth health = first;
        Set<Long> pending = health.members().stream()
                .map(one -> one.member().id())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Optional<MemberHealth> next = next(health, pending);
        while (next.isPresent()) {
            EtcdMember member = next.get().member();
            Optional<String> obstacle = obstacle(next.get(), health);
            if (obstacle.isPresent()) {
                skipped.add(new DefragmentationReport.Skipped(member, obstacle.get()));
                pending.remove(member.id());
            } else if (rewrite(member, pending.size() == 1)) {
                pending.remove(member.id());
            } else if (++elections > MOST_ELECTIONS) {
                skipped.add(new DefragmentationReport.Skipped(member, "the leader keeps changing"));
                pending.remove(member.id());
            }
            health = lookAfter(member);
            next = next(health, pending);
        }
        return report();
    }

    private EtcdHealth lookAfter(EtcdMember member) {
        try {
            return look();
        } catch (EtcdUnavailableException | EtcdRefusedException e) {
            throw new DefragmentationStoppedException(member, report(), e);
        }
    }

    private EtcdHealth look() {
        return new HealthCheck(cluster).look();
    }

    /** The leader comes last; who that is may have changed since the last member. */
    private static Optional<MemberHealth> next(EtcdHealth health, Set<Long> pending) {
        long leader = health.leader().map(EtcdMember::id).orElse(0L);
        return health.members().stream()
                .filter(one -> pending.contains(one.member().id()))
                .min(Comparator.comparing(one -> one.member().id() == leader));
    }

    private Optional<String> obstacle(MemberHealth next, EtcdHealth health) {
        if (next.status().isEmpty()) {
            return Optional.of(next.problems().stream().map(Problem::sentence).collect(Collectors.joining(" ")));
        }
        if (next.member().learner() || next.status().get().learner()) {
            // v3rpc/util.go, isRPCSupportedForLearner
            return Optional.of("it is a learner, which etcd does not defragment");
        }
        if (next.problems().stream().anyMatch(problem -> problem.kind() == Problem.Kind.CORRUPT)) {
            return Optional.of("it raised a CORRUPT alarm");
        }
        if (next.member().voter() && !canSpareOne(health)) {
            return Optional.of("the others are no majority: " + health.quorum().sentence());
        }
        return Optional.empty();
    }

    /** One or two voters can never spare one: that is for the caller to accept. */
    private boolean canSpareOne(EtcdHealth health) {
        Quorum quorum = health.quorum();
        return health.serving() && (quorum.withOneAway().reached() || (hasNothingToSpare(quorum) && downtimeAccepted));
    }

    private static boolean hasNothingToSpare(Quorum quorum) {
        return quorum.tolerated() == 0 && quorum.reached();
    }

    private static QuorumAtRiskException refusal(Quorum quorum) {
        return new QuorumAtRiskException(
                "Defragmenting a voter",
                quorum,
                quorum.withOneAway(),
                hasNothingToSpare(quorum)
                        ? "If the cluster may answer nothing for a while, call defragmentation().acceptDowntime().run()."
                        : "Bring stopped voters back first.");
    }

    /** {@return false when it became the leader this very moment and others are still to be done} */
    private boolean rewrite(EtcdMember member, boolean last) {
        try {
            MemberConnection connection = cluster.connect(member);
            MemberStatus before = connection.status();
            if (before.leads() && !last) {
                return false;
            }
            String what = "defragment " + member.label();
            progress.on(new ProgressEvent.Started(what, before.dbSize()));
            long started = System.nanoTime();
            connection.defragment();
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            awaitAllBack(member);
            long size = connection.status().dbSize();
            progress.on(new ProgressEvent.Finished(what, size, took));
            done.add(new DefragmentedMember(member, before.leads(), before.dbSize(), size, took));
            return true;
        } catch (EtcdUnavailableException | EtcdRefusedException | AwaitTimeoutException e) {
            throw new DefragmentationStoppedException(member, report(), e);
        }
    }

    private void awaitAllBack(EtcdMember member) {
        Optional<EtcdHealth> ignored = Await.forThat(member.label() + " to serve again after its defragmentation")
                .within(cluster.deadlines().settle())
                .orElse("Look at the log of that member before you go on.")
                .until(this::tryToLook, seen -> seen.filter(isBack(member)).isPresent());
    }

    /** A lone member may be away for a moment. */
    private Optional<EtcdHealth> tryToLook() {
        try {
            return Optional.of(look());
        } catch (EtcdUnavailableException e) {
            return Optional.empty();
        }
    }

    private static Predicate<EtcdHealth> isBack(EtcdMember member) {
        return health -> health.serving()
                && health.of(member.id())
                        .filter(MemberHealth::serves)
                        .filter(one -> one.problems().stream()
                                .map(Problem::kind)
                                .noneMatch(Set.of(Problem.Kind.READ_FAILED, Problem.Kind.BEHIND)::contains))
                        .isPresent();
    }
}
