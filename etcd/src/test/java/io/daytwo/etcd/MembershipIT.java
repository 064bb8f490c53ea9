package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daytwo.etcd.MembershipChange.Kind;
import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.EtcdServer;
import io.daytwo.retry.Await;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MembershipIT {
    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void growsByALearnerAndShrinksAgain(EtcdRelease release) {
        try (EtcdRig rig = EtcdRig.of(release).members(1).fast().start();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            rig.client().put("a", "1");
            EtcdServer joining = rig.spare("m2", release);

            MembershipChange added = cluster.addLearner(joining.peerUrl());
            assertThat(added.before()).isEqualTo(new Quorum(1, 1));
            assertThat(added.after()).isEqualTo(new Quorum(1, 1));
            assertThat(added.member().learner()).isTrue();
            assertThatThrownBy(() -> cluster.promote(added.member()))
                    .as("it does not run yet")
                    .isInstanceOfSatisfying(
                            QuorumAtRiskException.class,
                            refused -> assertThat(refused.after()).isEqualTo(new Quorum(2, 1)));

            joining.start().awaitServing();
            MembershipChange promoted = Await.forThat("the learner to catch up")
                    .until(() -> promoteIfReady(cluster, added.member()), change -> change != null);
            assertThat(promoted.kind()).isEqualTo(Kind.PROMOTED);
            assertThat(promoted.after()).isEqualTo(new Quorum(2, 2));
            assertThat(promoted.toString())
                    .contains("before 1 voter, 1 needed, none may be lost; after 2 voters, 2 needed, none may be lost");
            assertThat(cluster.members().voters()).hasSize(2);
            joining.awaitReady();

            EtcdMember first = cluster.members().byName("m1").orElseThrow();
            MembershipChange removed = cluster.remove(first);
            assertThat(removed.before()).isEqualTo(new Quorum(2, 2));
            assertThat(removed.after()).isEqualTo(new Quorum(1, 1));
            try (EtcdCluster rest = EtcdCluster.at(List.of(joining.clientUrl()), EtcdTls.none())) {
                EtcdHealth health = Await.forThat("the rest to be healthy").until(rest::health, EtcdHealth::healthy);
                assertThat(health.quorum()).isEqualTo(new Quorum(1, 1));
                assertThat(rest.members()).extracting(EtcdMember::name).containsExactly("m2");
            }
            assertThat(rig.client("m2").get("a")).contains("1");
        }
    }

    private static MembershipChange promoteIfReady(EtcdCluster cluster, EtcdMember learner) {
        try {
            return cluster.promote(learner);
        } catch (QuorumAtRiskException e) {
            assertThat(e.after()).as("it has not published its name yet").isEqualTo(new Quorum(2, 1));
            return null;
        } catch (EtcdRefusedException e) {
            assertThat(e.reason()).isEqualTo(EtcdRefusedException.Reason.LEARNER_NOT_READY);
            return null;
        }
    }

    @Test
    void aSecondVoterThatDoesNotRunIsRefused() {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).members(1).fast().start();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            assertThatThrownBy(() -> cluster.addVoter("http://127.0.0.1:1"))
                    .isInstanceOfSatisfying(QuorumAtRiskException.class, refused -> {
                        assertThat(refused.before()).isEqualTo(new Quorum(1, 1));
                        assertThat(refused.after()).isEqualTo(new Quorum(2, 1));
                        assertThat(refused.remedy()).contains("learner");
                    });
            assertThat(cluster.members()).hasSize(1);
            assertThat(rig.client().put("still", "serving")).isPositive();
        }
    }

    @Test
    void theLastVoterStays() {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).members(1).fast().start();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            EtcdMember only = cluster.members().members().get(0);

            assertThatThrownBy(() -> cluster.remove(only)).isInstanceOf(QuorumAtRiskException.class);
            assertThat(cluster.members()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void withOneOfThreeDownTheDeadOneMayLeaveAndNoOther(EtcdRelease release) {
        try (EtcdRig rig = EtcdRig.of(release).members(3).fast().start();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            MemberList members = cluster.members();
            rig.member("m3").kill();

            assertThatThrownBy(() -> cluster.remove(members.byName("m1").orElseThrow()))
                    .isInstanceOfSatisfying(QuorumAtRiskException.class, refused -> {
                        assertThat(refused.before()).isEqualTo(new Quorum(3, 2));
                        assertThat(refused.after()).isEqualTo(new Quorum(2, 1));
                    });
            assertThatThrownBy(() -> cluster.addVoter("http://127.0.0.1:1")).isInstanceOf(QuorumAtRiskException.class);

            MembershipChange removed = cluster.remove(members.byName("m3").orElseThrow());
            assertThat(removed.after()).isEqualTo(new Quorum(2, 2));
            assertThat(cluster.members()).extracting(EtcdMember::name).containsExactlyInAnyOrder("m1", "m2");
        }
    }

    @Test
    void theServersOwnRefusalsAreTyped() {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).members(1).fast().start();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            EtcdMember only = cluster.members().members().get(0);
            assertRefused(() -> cluster.promote(only), EtcdRefusedException.Reason.NOT_A_LEARNER);
            assertRefused(
                    () -> cluster.addLearner(only.peerUrls().get(0)), EtcdRefusedException.Reason.PEER_URL_EXISTS);
            assertThat(cluster.addLearner("http://127.0.0.1:1").member().started())
                    .isFalse();
            assertRefused(
                    () -> cluster.addLearner("http://127.0.0.1:2"), EtcdRefusedException.Reason.TOO_MANY_LEARNERS);
        }
    }

    private static void assertRefused(ThrowingCallable call, EtcdRefusedException.Reason reason) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EtcdRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
