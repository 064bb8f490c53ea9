package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemberExaminationTest {
    @Test
    void aStrangerIsNobodyToAskMoreOf() {
        try (HashingMember answering = HashingMember.telling("m1", 11)) {
            ReachableMember told = answering.reachable();
            EtcdMember listed = new EtcdMember(5, "m1", List.of("http://p:2380"), List.of("http://c:2379"), false);
            var known = new MemberExamination(
                    listed, Optional.of(told.connection()), Optional.of(told.status()), 0, List.of());
            assertThat(known.reachable()).isPresent();

            MemberExamination stranger = known.notingAStranger(9);
            assertThat(stranger.reachable()).isEmpty();
            assertThat(stranger.whyUnreachable()).contains("m1 (5)", "member 0 of cluster 0 answers in its place");
            assertThat(stranger.judge(List.of()).serves()).isFalse();
        }
    }
}
