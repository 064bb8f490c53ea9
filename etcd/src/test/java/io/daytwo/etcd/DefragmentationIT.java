package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.EtcdServer;
import io.daytwo.progress.ProgressEvent;
import io.daytwo.retry.Await;
import io.etcd.jetcd.api.MoveLeaderRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The order is read from the servers' own logs, not from what we say of ourselves. */
class DefragmentationIT {
    private record Logged(String member, Instant at) {}

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void oneAfterTheOtherAndTheLeaderLast(EtcdRelease release) {
        try (EtcdRig rig = EtcdRig.of(release).members(3).fast().start();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            String leader = rig.leader().name();

            DefragmentationReport report = cluster.defragment();

            List<Logged> begun = logged(rig, "defragmenting");
            List<Logged> ended = logged(rig, "finished defragmenting directory");
            assertThat(begun).extracting(Logged::member).hasSize(3).endsWith(leader);
            assertThat(ended)
                    .extracting(Logged::member)
                    .isEqualTo(begun.stream().map(Logged::member).toList());
            for (int i = 1; i < begun.size(); i++) {
                assertThat(begun.get(i).at()).isAfter(ended.get(i - 1).at());
            }
            assertThat(report.done())
                    .extracting(one -> one.member().name())
                    .isEqualTo(begun.stream().map(Logged::member).toList());
            assertThat(report.done()).extracting(DefragmentedMember::led).containsExactly(false, false, true);
            assertThat(report.skipped()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void theLeaderIsLastAlsoWhenItChangesMidway(EtcdRelease release) {
        try (EtcdRig rig = EtcdRig.of(release).members(3).fast().start();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            EtcdServer old = rig.leader();
            List<String> begun = new ArrayList<>();

            DefragmentationReport report = cluster.defragmentation()
                    .onProgress(event -> {
                        if (event instanceof ProgressEvent.Finished && begun.isEmpty()) {
                            begun.add(event.what());
                            moveLeader(rig, old, event.what());
                        }
                    })
                    .run();

            String now = rig.leader().name();
            assertThat(now).isNotEqualTo(old.name());
            assertThat(logged(rig, "defragmenting"))
                    .extracting(Logged::member)
                    .hasSize(3)
                    .endsWith(now);
            assertThat(report.done()).extracting(DefragmentedMember::led).containsExactly(false, false, true);
        }
    }

    /** To the follower whose turn has not come. */
    private static void moveLeader(EtcdRig rig, EtcdServer old, String done) {
        EtcdServer next = rig.members().stream()
                .filter(member -> member != old && !done.contains(member.name()))
                .findFirst()
                .orElseThrow();
        long id = rig.client(next.name()).status().getHeader().getMemberId();
        var ignored = rig.client(old.name())
                .maintenance()
                .moveLeader(MoveLeaderRequest.newBuilder().setTargetID(id).build());
    }

    @Test
    void aLoneMemberOnlyWithConsent() {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).members(1).fast().start();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            assertThatThrownBy(cluster::defragment).isInstanceOfSatisfying(QuorumAtRiskException.class, refused -> {
                assertThat(refused.before()).isEqualTo(new Quorum(1, 1));
                assertThat(refused.after().reached()).isFalse();
                assertThat(refused.remedy()).contains("acceptDowntime");
            });
            assertThat(logged(rig, "defragmenting")).isEmpty();

            assertThat(cluster.defragmentation().acceptDowntime().run().done()).hasSize(1);
            assertThat(logged(rig, "finished defragmenting directory")).hasSize(1);
        }
    }

    @Test
    void aLearnerIsSkippedAndTheVotersAreDone() {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).members(1).fast().start();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            EtcdServer joining = rig.spare("m2", EtcdRelease.LINE_3_6);
            assertThat(cluster.addLearner(joining.peerUrl()).member().learner()).isTrue();
            joining.start().awaitServing();
            EtcdHealth before = Await.forThat("the learner").until(cluster::health, EtcdHealth::healthy);
            assertThat(before.members()).hasSize(2);

            DefragmentationReport report =
                    cluster.defragmentation().acceptDowntime().run();
            assertThat(report.done()).extracting(one -> one.member().name()).containsExactly("m1");
            assertThat(report.skipped())
                    .singleElement()
                    .hasToString(report.skipped().get(0).member().label()
                            + ": skipped, it is a learner, which etcd does not defragment");
            assertThat(report.skipped().get(0).member().name()).isEqualTo("m2");
        }
    }

    @Test
    void nothingIsTouchedWhileAVoterIsMissing() {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).members(3).fast().start();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            rig.member("m3").kill();

            assertThatThrownBy(() -> cluster.defragmentation().acceptDowntime().run())
                    .isInstanceOfSatisfying(
                            QuorumAtRiskException.class,
                            refused -> assertThat(refused.before()).isEqualTo(new Quorum(3, 2)));
            assertThat(logged(rig, "defragmenting")).isEmpty();
        }
    }

    @Test
    void theRestIsSkippedWhenAVoterGoesAwayMidway() {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).members(3).fast().start();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            EtcdServer leader = rig.leader();
            List<String> finished = new ArrayList<>();

            DefragmentationReport report = cluster.defragmentation()
                    .onProgress(event -> {
                        if (event instanceof ProgressEvent.Finished) {
                            finished.add(event.what());
                            rig.members().stream()
                                    .filter(member ->
                                            member != leader && !event.what().contains(member.name()))
                                    .forEach(EtcdServer::kill);
                        }
                    })
                    .run();

            assertThat(finished).hasSize(1);
            assertThat(report.done()).hasSize(1);
            assertThat(report.skipped()).hasSize(2);
            assertThat(logged(rig, "defragmenting")).hasSize(1);
        }
    }

    @Test
    void anInterruptTellsWhatWasDone() {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).members(3).fast().start();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            Defragmentation defragmentation = cluster.defragmentation().onProgress(event -> {
                if (event instanceof ProgressEvent.Finished) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThatThrownBy(defragmentation::run)
                    .isInstanceOfSatisfying(
                            EtcdInterruptedException.class,
                            stopped -> assertThat(stopped.report().orElseThrow().done())
                                    .hasSize(1));
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void losingAllMembersMidwayTellsWhatWasDone() {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).members(3).fast().start();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            Defragmentation defragmentation = cluster.defragmentation().onProgress(event -> {
                if (event instanceof ProgressEvent.Finished) {
                    rig.members().forEach(EtcdServer::kill);
                }
            });
            assertThatThrownBy(defragmentation::run)
                    .isInstanceOfSatisfying(
                            DefragmentationStoppedException.class,
                            stopped -> assertThat(stopped.report().done()).hasSize(1));
        }
    }

    private static List<Logged> logged(EtcdRig rig, String message) {
        return rig.members().stream()
                .flatMap(member -> member.log().stream()
                        .filter(line -> line.startsWith("{"))
                        .map(line -> JsonParser.parseString(line).getAsJsonObject())
                        .filter(line -> line.get("msg").getAsString().equals(message))
                        .map(line -> new Logged(
                                member.name(), Instant.parse(line.get("ts").getAsString()))))
                .sorted(Comparator.comparing(Logged::at))
                .toList();
    }
}
