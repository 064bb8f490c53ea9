package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RaisedAlarmsTest {
    @Test
    void readsTheAlarmsThatAllMembersTellOnce() {
        MemberStatus one = telling("etcdserver: no leader", "memberID:10276657743932975437 alarm:NOSPACE ");
        MemberStatus other = telling("memberID:10276657743932975437  alarm:NOSPACE", "memberID:2 alarm:CORRUPT ");

        assertThat(RaisedAlarms.in(List.of(one, other)))
                .containsExactly(
                        new EtcdAlarm(0x8e9e05c52164694dL, EtcdAlarm.Kind.NOSPACE),
                        new EtcdAlarm(2, EtcdAlarm.Kind.CORRUPT));
    }

    @Test
    void doesNotMistakeANewAlarmForAnOldOne() {
        assertThat(RaisedAlarms.in(List.of(telling("memberID:2 alarm:SOMETHING"))))
                .containsExactly(new EtcdAlarm(2, EtcdAlarm.Kind.UNKNOWN));
    }

    private static MemberStatus telling(String... errors) {
        return new MemberStatus(
                "http://a:2379",
                1,
                2,
                "3.6.16",
                Optional.empty(),
                1,
                1,
                1,
                OptionalLong.empty(),
                2,
                1,
                1,
                1,
                false,
                List.of(errors));
    }
}
