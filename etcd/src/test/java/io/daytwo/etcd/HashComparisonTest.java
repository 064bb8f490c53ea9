package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HashComparisonTest {
    private static HashComparison.Result compare(HashingMember... members) {
        return new HashComparison(
                        Stream.of(members).map(HashingMember::reachable).toList())
                .compare();
    }

    @Test
    void aMemberThatRefusesDropsOutAndTheRestIsCompared() {
        try (HashingMember one = HashingMember.telling("m1", 11);
                HashingMember refusing = HashingMember.refusing("m2", "etcdserver: rpc not supported for learner");
                HashingMember other = HashingMember.telling("m3", 22)) {
            HashComparison.Result compared = compare(one, refusing, other);
            assertThat(compared.hashes()).extracting(KeySpaceHash::hash).containsExactly(11L, 22L);
            assertThat(compared.hashes())
                    .allSatisfy(hash -> assertThat(hash.revision()).isEqualTo(7));
            assertThat(compared.doubts())
                    .singleElement()
                    .asString()
                    .contains("m2", "not supported for learner")
                    .doesNotContain("EtcdDeadlines.hash");
        }
    }

    @Test
    void aMemberThatIsTooSlowDropsOutAndTheDeadlineIsNamed() {
        try (HashingMember one = HashingMember.telling("m1", 11);
                HashingMember slow = HashingMember.silent("m2");
                HashingMember other = HashingMember.telling("m3", 11)) {
            HashComparison.Result compared = compare(one, slow, other);
            assertThat(compared.hashes()).extracting(KeySpaceHash::hash).containsExactly(11L, 11L);
            assertThat(compared.doubts())
                    .singleElement()
                    .asString()
                    .contains("m2", "no answer within", "EtcdDeadlines.hash (500 ms)");
        }
    }

    @Test
    void whereOnlyOneAnswersNothingIsComparedAndThatIsTold() {
        try (HashingMember one = HashingMember.telling("m1", 11);
                HashingMember slow = HashingMember.silent("m2")) {
            HashComparison.Result compared = compare(one, slow);
            assertThat(compared.hashes()).isEmpty();
            assertThat(compared.doubts()).hasSize(1);
        }
    }

    @Test
    void aLoneMemberLeavesNoDoubt() {
        try (HashingMember one = HashingMember.telling("m1", 11)) {
            assertThat(compare(one)).isEqualTo(new HashComparison.Result(List.of(), List.of()));
        }
    }
}
