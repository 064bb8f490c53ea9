package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.EtcdServer;
import io.daytwo.retry.Await;
import io.etcd.jetcd.api.AlarmRequest;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EtcdHealthIT {
    private static final EtcdDeadlines SHORT = EtcdDeadlines.defaults().read(Duration.ofSeconds(2));

    private static EtcdCluster cluster(EtcdRig rig) {
        return EtcdCluster.at(rig.endpoints(), EtcdTls.none()).deadlines(SHORT);
    }

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void threeMembersAreHealthy(EtcdRelease release) {
        try (EtcdRig rig = EtcdRig.of(release).members(3).fast().start();
                EtcdCluster cluster = cluster(rig)) {
            rig.client().put("a", "1");
            // A new server learns its storage version some seconds after its first leader.
            EtcdHealth health = Await.forThat("storage versions")
                    .within(Duration.ofSeconds(20))
                    .until(cluster::health, now -> release == EtcdRelease.LINE_3_5 || tellsStorageVersions(now));

            assertThat(health.healthy()).as(health.toString()).isTrue();
            assertThat(health.quorum().sentence()).isEqualTo("3 voters, 2 needed, 1 may be lost");
            assertThat(health.confirmed()).isTrue();
            assertThat(health.leader().orElseThrow().name())
                    .isEqualTo(rig.leader().name());
            assertThat(health.hashes())
                    .hasSize(3)
                    .extracting(KeySpaceHash::hash)
                    .containsOnly(health.hashes().get(0).hash());
            assertThat(health.members()).allSatisfy(member -> {
                MemberStatus status = member.status().orElseThrow();
                assertThat(status.version()).isEqualTo(release.version());
                assertThat(status.storageVersion().isPresent()).isEqualTo(release != EtcdRelease.LINE_3_5);
                assertThat(status.dbSizeQuota().isPresent()).isEqualTo(release != EtcdRelease.LINE_3_5);
            });
            assertThat(health.toString()).contains("m1", "m2", "m3", release.version(), "IS LEADER", "healthy");
        }
    }

    private static boolean tellsStorageVersions(EtcdHealth health) {
        return health.members().stream()
                .allMatch(
                        member -> member.status().orElseThrow().storageVersion().isPresent());
    }

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void oneOfThreeStoppedLeavesAQuorumThatCanSpareNone(EtcdRelease release) {
        try (EtcdRig rig = EtcdRig.of(release).members(3).fast().start();
                EtcdCluster cluster = cluster(rig)) {
            rig.member("m2").kill();
            EtcdHealth health = cluster.health();

            assertThat(health.healthy()).isFalse();
            assertThat(health.serving()).isTrue();
            assertThat(health.quorum()).isEqualTo(new Quorum(3, 2));
            assertThat(health.quorum().spare()).isZero();
            MemberHealth gone = ofName(health, "m2");
            assertThat(gone.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.UNREACHABLE);
            assertThat(gone.problems().get(0).sentence()).contains("m2", "the connection was refused");
        }
    }

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void withoutQuorumTheLastMemberStillTellsWhatItKnows(EtcdRelease release) {
        try (EtcdRig rig = EtcdRig.of(release).members(3).fast().start();
                EtcdCluster cluster = cluster(rig)) {
            rig.member("m1").kill();
            rig.member("m3").kill();
            rig.member("m2").awaitLog("lost leader", Duration.ofSeconds(20));

            MemberList members = cluster.members();
            assertThat(members.confirmed()).isFalse();
            assertThat(members).extracting(EtcdMember::name).containsExactlyInAnyOrder("m1", "m2", "m3");
            assertThat(members.toString()).startsWith("not confirmed");

            EtcdHealth health = cluster.health();
            assertThat(health.serving()).isFalse();
            assertThat(health.confirmed()).isFalse();
            assertThat(health.quorum().reached()).isFalse();
            assertThat(health.problems()).extracting(Problem::kind).contains(Problem.Kind.NO_QUORUM);
            assertThat(ofName(health, "m2").problems())
                    .extracting(Problem::kind)
                    .containsExactly(Problem.Kind.NO_LEADER);
            assertThat(health.leader()).isEmpty();

            assertThatThrownBy(() -> cluster.addLearner("http://127.0.0.1:1"))
                    .isInstanceOfSatisfying(
                            QuorumAtRiskException.class,
                            refused -> assertThat(refused.before().reached()).isFalse());
        }
    }

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void aFullDatabaseIsAnAlarmThatCanBeDisarmed(EtcdRelease release) {
        try (EtcdRig rig = EtcdRig.of(release).members(1).quota(16 << 20).fast().start();
                EtcdCluster cluster = cluster(rig)) {
            fill(rig);
            EtcdHealth health = cluster.health();

            assertThat(health.healthy()).isFalse();
            assertThat(health.serving()).isTrue();
            assertThat(health.quorum().reached()).isTrue();
            assertThat(ofName(health, "m1").problems())
                    .extracting(Problem::kind)
                    .contains(Problem.Kind.NOSPACE);
            assertThat(cluster.alarms()).extracting(EtcdAlarm::kind).containsExactly(EtcdAlarm.Kind.NOSPACE);

            rig.client().delete("big");
            rig.client().compact(rig.client().revision());
            DefragmentationReport report =
                    cluster.defragmentation().acceptDowntime().run();
            assertThat(report.done())
                    .singleElement()
                    .satisfies(done -> assertThat(done.bytesAfter()).isLessThan(done.bytesBefore() / 2));
            assertThat(cluster.disarmAlarms()).extracting(EtcdAlarm::kind).containsExactly(EtcdAlarm.Kind.NOSPACE);
            assertThat(cluster.alarms()).isEmpty();
            assertThat(rig.client().put("a", "1")).isPositive();
        }
    }

    private static void fill(EtcdRig rig) {
        byte[] value = new byte[1_000_000];
        try {
            for (int i = 0; i < 100; i++) {
                long ignored = rig.client().put("big", value);
            }
        } catch (StatusRuntimeException e) {
            assertThat(e.getStatus().getDescription()).contains("database space exceeded");
            return;
        }
        throw new AssertionError("the quota was never reached");
    }

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void aCorruptAlarmIsDisarmedByNameOnly(EtcdRelease release) {
        try (EtcdRig rig = EtcdRig.of(release).members(1).fast().start();
                EtcdCluster cluster = cluster(rig)) {
            long member = cluster.members().members().get(0).id();
            var raised = rig.client()
                    .maintenance()
                    .alarm(AlarmRequest.newBuilder()
                            .setActionValue(1)
                            .setMemberID(member)
                            .setAlarmValue(2)
                            .build());
            assertThat(raised.getAlarmsCount()).isOne();

            EtcdHealth health = cluster.health();
            assertThat(ofName(health, "m1").problems())
                    .extracting(Problem::kind)
                    .containsExactly(Problem.Kind.CORRUPT);
            EtcdAlarm corrupt = new EtcdAlarm(member, EtcdAlarm.Kind.CORRUPT);
            assertThat(cluster.disarmAlarms()).isEmpty();
            assertThat(cluster.alarms()).containsExactly(corrupt);
            assertThatThrownBy(() -> cluster.disarm(new EtcdAlarm(member, EtcdAlarm.Kind.UNKNOWN)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(cluster.disarm(corrupt)).containsExactly(corrupt);
            assertThat(cluster.health().healthy()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void aLearnerIsHealthyThoughItRefusesLinearizableReads(EtcdRelease release) {
        try (EtcdRig rig = EtcdRig.of(release).members(1).fast().start();
                EtcdCluster cluster = cluster(rig)) {
            EtcdServer joining = rig.spare("m2", release);
            MembershipChange added = cluster.addLearner(joining.peerUrl());
            assertThat(added.kind()).isEqualTo(MembershipChange.Kind.LEARNER_ADDED);
            assertThat(cluster.health().allProblems())
                    .extracting(Problem::kind)
                    .containsExactly(Problem.Kind.NOT_STARTED);
            joining.start().awaitServing();

            EtcdHealth health =
                    Await.forThat("the learner to publish its name").until(cluster::health, EtcdHealth::healthy);
            assertThat(health.quorum()).isEqualTo(new Quorum(1, 1));
            assertThat(ofName(health, "m2").status().orElseThrow().learner()).isTrue();
        }
    }

    @Test
    void aFrozenMemberIsToldOfWithinTheDeadline() {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).members(3).fast().start();
                EtcdCluster cluster = cluster(rig)) {
            EtcdServer follower = rig.members().stream()
                    .filter(member -> member != rig.leader())
                    .findFirst()
                    .orElseThrow();
            assertThat(cluster.health().healthy()).isTrue();
            follower.pause();
            long began = System.nanoTime();
            EtcdHealth known = cluster.health();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            assertThat(ofName(known, follower.name()).problems().get(0).sentence())
                    .contains("no answer within 2000 ms");
            assertThat(known.serving()).isTrue();

            try (EtcdCluster fresh = cluster(rig)) {
                began = System.nanoTime();
                EtcdHealth unknown = fresh.health();
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
                assertThat(unknown.quorum()).isEqualTo(new Quorum(3, 2));
            }
            follower.resume();
        }
    }

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void membersThatHoldDifferentDataAreToldApart(EtcdRelease release) throws IOException {
        try (EtcdRig rig = EtcdRig.of(release).members(3).fast().start();
                EtcdCluster cluster = cluster(rig)) {
            rig.client().put("key", "what all of them agreed on");
            assertThat(cluster.health().healthy()).isTrue();
            rig.member("m3").stop();
            falsify(rig.member("m3").dataDir().resolve("member/snap/db"), "agreed", "argued");
            rig.member("m3").start().awaitReady();

            EtcdHealth health = cluster.health();
            assertThat(health.serving()).isTrue();
            assertThat(health.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.DIVERGED);
            assertThat(health.hashes().stream().map(KeySpaceHash::hash).distinct())
                    .hasSize(2);
            assertThat(health.problems().get(0).sentence()).contains("m3");
        }
    }

    @Test
    void aLearnerDoesNotHideThatVotersHoldDifferentData() throws IOException {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).members(2).fast().start();
                EtcdCluster cluster = cluster(rig)) {
            rig.client().put("key", "what all of them agreed on");
            EtcdServer joining = rig.spare("m3", EtcdRelease.LINE_3_6);
            assertThat(cluster.addLearner(joining.peerUrl()).member().learner()).isTrue();
            joining.start().awaitServing();
            rig.member("m2").stop();
            falsify(rig.member("m2").dataDir().resolve("member/snap/db"), "agreed", "argued");
            rig.member("m2").start().awaitReady();

            EtcdHealth health = Await.forThat("the learner to publish its name")
                    .until(
                            cluster::health,
                            now -> now.members().stream()
                                    .allMatch(one -> one.member().started()
                                            && one.status().isPresent()));
            assertThat(health.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.DIVERGED);
            assertThat(health.hashes()).hasSize(2);
        }
    }

    private static void falsify(Path file, String was, String is) throws IOException {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(content).contains(was);
        Files.writeString(file, content.replace(was, is), StandardCharsets.ISO_8859_1);
    }

    private static MemberHealth ofName(EtcdHealth health, String name) {
        return health.members().stream()
                .filter(one -> one.member().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
