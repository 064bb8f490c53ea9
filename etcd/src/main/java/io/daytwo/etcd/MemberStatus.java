package io.daytwo.etcd;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one member says about itself, from its own memory: it answers without a leader and without quorum. Immutable.
 * Fields as in etcd's {@code api/etcdserverpb/rpc.proto}, StatusResponse.
 *
 * @param endpoint whom we asked, e.g. {@code https://10.0.0.11:2379}
 * @param clusterId id of the cluster it belongs to, unsigned
 * @param memberId its id, unsigned
 * @param version the server's version, e.g. {@code 3.6.16}
 * @param storageVersion version of its files, e.g. {@code 3.6.0}; told since 3.6
 * @param revision the newest revision of its key space
 * @param dbSize bytes of the database file
 * @param dbSizeInUse bytes of it that hold something; the rest comes back by defragmentation
 * @param dbSizeQuota bytes at which it refuses writes with a NOSPACE alarm; told since 3.6
 * @param leaderId id of the leader it follows, 0 when it knows none
 * @param raftIndex the last raft index it knows to be committed
 * @param raftTerm its raft term
 * @param raftAppliedIndex the last raft index that is in its database
 * @param learner whether it has no vote
 * @param errors what it complains about in its own words, alarms among them
 */
public record MemberStatus(
        String endpoint,
        long clusterId,
        long memberId,
        String version,
        Optional<String> storageVersion,
        long revision,
        long dbSize,
        long dbSizeInUse,
        OptionalLong dbSizeQuota,
        long leaderId,
        long raftIndex,
        long raftTerm,
        long raftAppliedIndex,
        boolean learner,
        List<String> errors) {
    /** Copies the list. */
    public MemberStatus {
        errors = List.copyOf(errors);
    }

    /** {@return whether it follows a leader or is one} */
    public boolean hasLeader() {
        return leaderId != 0;
    }

    /** {@return whether it is the leader} */
    public boolean leads() {
        return leaderId == memberId;
    }
}
