package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.etcd.BackupRefusedException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MemberChoiceTest {
    private static final long LEADER = 1;

    private final List<ReachableMember> members = new ArrayList<>();
    private boolean quorum = true;

    private void member(String name, long id, long lag, boolean learner, long leader, String... errors) {
        members.add(new ReachableMember(
                new EtcdMember(id, name, List.of("http://p:2380"), List.of("http://c:2379"), learner),
                null,
                new MemberStatus(
                        "http://c:2379",
                        9,
                        id,
                        "3.6.16",
                        Optional.empty(),
                        10,
                        1,
                        1,
                        OptionalLong.empty(),
                        leader,
                        100,
                        2,
                        100 - lag,
                        learner,
                        List.of(errors)),
                lag));
    }

    private BackupSurvey survey() {
        MemberList list =
                new MemberList(9, members.stream().map(ReachableMember::member).toList(), quorum);
        return new BackupSurvey(list, members, Map.of(), quorum);
    }

    private static MemberChoice any() {
        return new MemberChoice(Optional.empty(), 10, false, false);
    }

    private static MemberChoice from(String name) {
        return new MemberChoice(Optional.of(name), 10, false, false);
    }

    private String chosen(MemberChoice choice) {
        return choice.among(survey()).member().name();
    }

    private Reason refusal(MemberChoice choice) {
        return catchThrowableOfType(BackupRefusedException.class, () -> choice.among(survey()))
                .reason();
    }

    private void threeMembers() {
        member("cp1", 1, 0, false, LEADER);
        member("cp2", 2, 3, false, LEADER);
        member("cp3", 3, 1, false, LEADER);
    }

    @Test
    void takesTheFollowerThatIsLeastBehind() {
        threeMembers();
        assertThat(chosen(any())).isEqualTo("cp3");
    }

    @Test
    void takesTheLeaderWhenThereIsNobodyElse() {
        member("cp1", 1, 0, false, LEADER);
        assertThat(chosen(any())).isEqualTo("cp1");
    }

    @Test
    void takesTheLeaderRatherThanAFollowerFarBehind() {
        member("cp1", 1, 0, false, LEADER);
        member("cp2", 2, 11, false, LEADER);
        assertThat(chosen(any())).isEqualTo("cp1");
    }

    @Test
    void neverTakesALearner() {
        member("cp1", 1, 0, false, LEADER);
        member("cp4", 4, 0, true, LEADER);
        assertThat(chosen(any())).isEqualTo("cp1");
        assertThat(refusal(from("cp4"))).isEqualTo(Reason.LEARNER);
        members.remove(0);
        assertThat(refusal(any())).isEqualTo(Reason.NO_FIT_MEMBER);
        assertThat(refusal(new MemberChoice(Optional.of("cp4"), 10, true, true)))
                .isEqualTo(Reason.LEARNER);
    }

    @Test
    void takesTheOneAskedFor() {
        threeMembers();
        assertThat(chosen(from("cp1"))).isEqualTo("cp1");
        assertThat(refusal(from("cp9"))).isEqualTo(Reason.NO_SUCH_MEMBER);
    }

    @Test
    void refusesOneFarBehindUnlessAccepted() {
        threeMembers();
        member("cp4", 4, 11, false, LEADER);
        assertThat(refusal(from("cp4"))).isEqualTo(Reason.LAGGING);
        assertThat(chosen(new MemberChoice(Optional.of("cp4"), 10, true, false)))
                .isEqualTo("cp4");
        assertThat(chosen(new MemberChoice(Optional.of("cp4"), 11, false, false)))
                .isEqualTo("cp4");
    }

    @Test
    void refusesOneCutOffFromALeaderThatOthersHave() {
        threeMembers();
        member("cp4", 4, 0, false, 0);
        assertThat(refusal(from("cp4"))).isEqualTo(Reason.LAGGING);
    }

    @Test
    void takesTheMostAdvancedWithoutQuorum() {
        quorum = false;
        member("cp1", 1, 7, false, 0);
        member("cp2", 2, 0, false, 0);
        assertThat(chosen(any())).isEqualTo("cp2");
    }

    @Test
    void refusesEveryMemberUnderACorruptAlarmUnlessAccepted() {
        member("cp1", 1, 0, false, LEADER, "etcdserver: no leader", "memberID:18446744073709551615 alarm:CORRUPT ");
        assertThat(refusal(any())).isEqualTo(Reason.CORRUPT_ALARM);
        assertThat(chosen(new MemberChoice(Optional.of("cp1"), 10, false, true)))
                .isEqualTo("cp1");
    }

    @Test
    void readsAlarmsAsEtcd37PrintsThem() {
        member("cp1", 1, 0, false, LEADER, "memberID:1  alarm:NOSPACE");
        assertThat(survey().sees(EtcdAlarm.Kind.NOSPACE)).isTrue();
        assertThat(survey().sees(EtcdAlarm.Kind.CORRUPT)).isFalse();
        assertThat(chosen(any())).isEqualTo("cp1");
    }
}
