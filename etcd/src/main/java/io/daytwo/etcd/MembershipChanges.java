package io.daytwo.etcd;

import io.daytwo.etcd.MembershipChange.Kind;
import io.daytwo.retry.Await;
import io.daytwo.retry.AwaitTimeoutException;
import io.daytwo.retry.WaitInterruptedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Changes of the member list, each of them after a fresh look at the cluster, and refused when no majority would serve
 * afterwards. etcd has such a check of its own, which counts members it is connected to and lets some of these pass.
 */
final class MembershipChanges {
    private static final String ADD_LEARNER =
            "Add it as a learner, start it, and promote it once it has caught up; a learner does not count.";
    private static final String BRING_BACK = "Bring stopped voters back first, or remove those that never come back.";

    private final EtcdCluster cluster;
    private final EtcdHealth health;
    private final Quorum before;

    MembershipChanges(EtcdCluster cluster) {
        this.cluster = cluster;
        this.health = new HealthCheck(cluster).look();
        this.before = health.quorum();
    }

    MembershipChange addLearner(List<String> peerUrls) {
        refuseUnlessReached("Adding a learner", before, BRING_BACK);
        EtcdMember added = whenConnected(() -> anyVoterBut(0).add(peerUrls, true));
        return new MembershipChange(Kind.LEARNER_ADDED, added, before, before);
    }

    MembershipChange addVoter(List<String> peerUrls) {
        Quorum after = before.withOneMore(false);
        refuseUnlessReached("Adding a voter", after, before.reached() ? ADD_LEARNER : BRING_BACK);
        EtcdMember added = whenConnected(() -> anyVoterBut(0).add(peerUrls, false));
        return new MembershipChange(Kind.VOTER_ADDED, added, before, after);
    }

    MembershipChange promote(EtcdMember member) {
        boolean serves = serves(member);
        Quorum after = before.withOneMore(serves);
        refuseUnlessReached(
                "Promoting " + member.label(),
                after,
                before.reached() ? "Start it and let it catch up before it gets a vote." : BRING_BACK);
        List<EtcdMember> now = whenConnected(() -> anyVoterBut(0).promote(member.id()));
        EtcdMember promoted =
                now.stream().filter(one -> one.id() == member.id()).findFirst().orElse(member);
        return new MembershipChange(Kind.PROMOTED, promoted, before, after);
    }

    MembershipChange remove(EtcdMember member) {
        boolean votes =
                health.of(member.id()).map(MemberHealth::member).orElse(member).voter();
        Quorum after = votes ? before.withOneLess(serves(member)) : before;
        refuseUnlessReached("Removing " + member.label(), after, BRING_BACK);
        List<EtcdMember> ignored = whenConnected(() -> anyVoterBut(member.id()).remove(member.id()));
        return new MembershipChange(Kind.REMOVED, member, before, after);
    }

    private boolean serves(EtcdMember member) {
        return health.of(member.id()).filter(MemberHealth::serves).isPresent();
    }

    private void refuseUnlessReached(String what, Quorum after, String remedy) {
        if (!before.reached() || !health.serving() || !after.reached()) {
            throw new QuorumAtRiskException(what, before, after, remedy);
        }
    }

    /**
     * etcd takes no change before its members have been connected for five seconds, and that refusal changes nothing.
     */
    private <T> T whenConnected(Supplier<T> change) {
        if (before.healthy() < before.voters()) {
            return change.get();
        }
        try {
            return Await.forThat("the members to have been connected long enough")
                    .within(cluster.deadlines().change())
                    .until(() -> unlessTooEarly(change), Optional::isPresent)
                    .orElseThrow();
        } catch (AwaitTimeoutException e) {
            return change.get();
        } catch (WaitInterruptedException e) {
            throw new EtcdInterruptedException("Member change", e);
        }
    }

    private static <T> Optional<T> unlessTooEarly(Supplier<T> change) {
        try {
            return Optional.of(change.get());
        } catch (EtcdRefusedException e) {
            if (e.reason() == EtcdRefusedException.Reason.UNHEALTHY_CLUSTER) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A member asked to remove itself may be gone before it answers. */
    private MemberConnection anyVoterBut(long id) {
        EtcdMember asked = health.members().stream()
                .filter(one -> one.serves() && one.member().voter())
                .map(MemberHealth::member)
                .filter(member -> member.id() != id)
                .findFirst()
                .orElseThrow();
        return cluster.connect(asked);
    }
}
