package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class QuorumTest {
    private static final int MOST = 9;

    static Stream<Quorum> everySmallQuorum() {
        return IntStream.rangeClosed(0, MOST)
                .boxed()
                .flatMap(voters -> IntStream.rangeClosed(0, voters).mapToObj(healthy -> new Quorum(voters, healthy)));
    }

    @ParameterizedTest
    @MethodSource("everySmallQuorum")
    void aMajorityIsMoreThanHalf(Quorum quorum) {
        assertThat(quorum.reached()).isEqualTo(2 * quorum.healthy() > quorum.voters());
        assertThat(2 * quorum.needed()).isGreaterThan(quorum.voters());
        assertThat(2 * (quorum.needed() - 1)).isLessThanOrEqualTo(quorum.voters());
    }

    @ParameterizedTest
    @MethodSource("everySmallQuorum")
    void asManyMayBeLostAsLeaveAMajority(Quorum quorum) {
        Quorum left = quorum;
        for (int lost = 0; lost < quorum.spare(); lost++) {
            left = left.withOneAway();
            assertThat(left.reached())
                    .as("%s after losing %s", quorum, lost + 1)
                    .isTrue();
        }
        if (quorum.reached()) {
            assertThat(left.withOneAway().reached()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("everySmallQuorum")
    void whoComesAndLeavesAgainChangesNothing(Quorum quorum) {
        assertThat(quorum.withOneMore(true).withOneLess(true)).isEqualTo(quorum);
        assertThat(quorum.withOneMore(false).withOneLess(false)).isEqualTo(quorum);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 | 1 | 1 voter, 1 needed, none may be lost
            2 | 2 | 2 voters, 2 needed, none may be lost
            3 | 3 | 3 voters, 2 needed, 1 may be lost
            4 | 4 | 4 voters, 3 needed, 1 may be lost
            5 | 5 | 5 voters, 3 needed, 2 may be lost
            3 | 2 | 3 voters, 2 healthy, 2 needed, none more may be lost
            5 | 4 | 5 voters, 4 healthy, 3 needed, 1 more may be lost
            3 | 1 | 3 voters, 1 healthy, 2 needed, 1 missing: no quorum
            5 | 0 | 5 voters, 0 healthy, 3 needed, 3 missing: no quorum
            """)
    void saysItInWords(int voters, int healthy, String sentence) {
        assertThat(new Quorum(voters, healthy).sentence()).isEqualTo(sentence);
    }

    @Test
    void aSecondVoterThatDoesNotRunYetTakesTheQuorumAway() {
        assertThat(new Quorum(1, 1).withOneMore(false).reached()).isFalse();
        assertThat(new Quorum(1, 1).withOneMore(true).reached()).isTrue();
        assertThat(new Quorum(3, 3).withOneMore(false).reached()).isTrue();
    }

    @Test
    void refusesMoreHealthyVotersThanVoters() {
        assertThatThrownBy(() -> new Quorum(1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Quorum(1, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
