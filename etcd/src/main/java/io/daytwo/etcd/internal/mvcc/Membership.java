package io.daytwo.etcd.internal.mvcc;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The voters of a new cluster and the id that follows from them. Format: {@code genID} in
 * {@code server/etcdserver/api/membership/cluster.go}.
 *
 * @param clusterId the cluster id
 * @param members the voters, ascending by unsigned id
 */
public record Membership(long clusterId, List<VotingMember> members) {
    /**
     * Computes all ids.
     *
     * @param peerUrls name to peer URLs
     * @param token the cluster token
     * @return the membership
     * @throws IllegalArgumentException when a URL is used twice, or two members would have one id
     */
    public static Membership of(Map<String, List<PeerUrl>> peerUrls, String token) {
        Set<PeerUrl> seen = new HashSet<>();
        peerUrls.forEach((name, urls) -> urls.forEach(url -> {
            if (!seen.add(url)) {
                throw new IllegalArgumentException("peer URL " + url + " is given twice, the second time for " + name);
            }
        }));
        List<VotingMember> members = peerUrls.entrySet().stream()
                .map(member -> VotingMember.of(member.getKey(), member.getValue(), token))
                .sorted(Comparator.comparing(VotingMember::id, Long::compareUnsigned))
                .toList();
        if (members.stream().map(VotingMember::id).distinct().count() != members.size()
                || members.stream().anyMatch(member -> member.id() == 0)) {
            throw new IllegalArgumentException("two members would have one id with the token " + token);
        }
        return new Membership(
                clusterId(members.stream().mapToLong(VotingMember::id).toArray()), members);
    }

    /**
     * The cluster id that etcd derives from member ids.
     *
     * @param memberIds the ids, ascending as unsigned numbers
     * @return the cluster id
     */
    public static long clusterId(long[] memberIds) {
        ByteBuffer ids = ByteBuffer.allocate(memberIds.length * Long.BYTES);
        for (long id : memberIds) {
            ids.putLong(id);
        }
        return VotingMember.idOf(ids.array());
    }

    /**
     * The member of a name.
     *
     * @param name its name
     * @return the member
     * @throws IllegalArgumentException when there is none
     */
    public VotingMember member(String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no member is named " + name + "; known are "
                        + members.stream().map(VotingMember::name).toList()));
    }

    /** {@return all members as {@code --initial-cluster} takes them: {@code name=url,name=url}} */
    public String initialCluster() {
        return members.stream()
                .flatMap(member -> member.peerUrls().stream().map(url -> member.name() + "=" + url))
                .sorted()
                .collect(Collectors.joining(","));
    }
}
