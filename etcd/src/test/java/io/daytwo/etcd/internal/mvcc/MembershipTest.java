package io.daytwo.etcd.internal.mvcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ids that etcd itself computed. */
class MembershipTest {
    private static List<PeerUrl> urls(String... urls) {
        return List.of(urls).stream().map(PeerUrl::parse).toList();
    }

    @Test
    void aLoneMemberHasTheKnownIds() {
        Membership one = Membership.of(Map.of("default", urls("http://localhost:2380")), "etcd-cluster");
        assertThat(one.members().get(0).hexId()).isEqualTo("8e9e05c52164694d");
        assertThat(Long.toHexString(one.clusterId())).isEqualTo("cdf818194e3a8c32");
    }

    @Test
    void threeMembersHaveTheKnownIdsInUnsignedOrder() {
        Membership three = Membership.of(
                Map.of(
                        "infra1", urls("http://127.0.0.1:12380"),
                        "infra2", urls("http://127.0.0.1:22380"),
                        "infra3", urls("http://127.0.0.1:32380")),
                "etcd-cluster-1");
        assertThat(three.members())
                .extracting(VotingMember::hexId)
                .containsExactly("8211f1d0f64f3269", "91bc3c398fb3c146", "fd422379fda50e48");
        assertThat(Long.toHexString(three.clusterId())).isEqualTo("ef37ad9dc622a7c4");
    }

    @Test
    void theOrderOfAMembersUrlsDoesNotMatterAndItsNameNeither() {
        VotingMember there = VotingMember.of("a", urls("http://10.0.0.1:2380", "https://10.0.0.2:2380"), "t");
        VotingMember back = VotingMember.of("b", urls("https://10.0.0.2:2380", "http://10.0.0.1:2380"), "t");
        assertThat(there.id()).isEqualTo(back.id());
        assertThat(there.peerUrls()).isEqualTo(back.peerUrls());
    }

    @Test
    void idsAboveTheSignedRangeArePrintedAsTheyAre() {
        VotingMember member = VotingMember.of("default", urls("http://localhost:2380"), "etcd-cluster");
        assertThat(new String(member.json(), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":10276657743932975437,\"peerURLs\":[\"http://localhost:2380\"],"
                        + "\"name\":\"default\"}");
    }

    @Test
    void refusesAUrlGivenTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Membership.of(Map.of("a", urls("http://h:1"), "b", urls("http://h:1")), "t"))
                .withMessageContaining("twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Membership.of(Map.of("a", urls("http://h:1", "http://h:1")), "t"))
                .withMessageContaining("twice");
    }
}
