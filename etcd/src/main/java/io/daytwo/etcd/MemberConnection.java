package io.daytwo.etcd;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmResponse;
import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.DefragmentRequest;
import io.etcd.jetcd.api.DefragmentResponse;
import io.etcd.jetcd.api.HashKVRequest;
import io.etcd.jetcd.api.HashKVResponse;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.Member;
import io.etcd.jetcd.api.MemberAddRequest;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;
import io.etcd.jetcd.api.MemberPromoteRequest;
import io.etcd.jetcd.api.MemberRemoveRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.StatusRequest;
import io.grpc.Metadata;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.function.Function;

/**
 * Questions to one member and to no other. Every call blocks, has the deadline of its kind, ends when its thread is
 * interrupted, and throws {@link EtcdUnavailableException}, {@link EtcdRefusedException} or
 * {@link EtcdInterruptedException}. Thread-safe.
 */
final class MemberConnection implements AutoCloseable {
    /** MemberListRequest.linearizable, since 3.5; the stub does not know it. */
    private static final int LINEARIZABLE = 1;

    /** AlarmType; the stub ends at NOSPACE. */
    private static final int NOSPACE = 1;

    private static final int CORRUPT = 2;

    /** Any key does; this one is etcdctl's. */
    private static final ByteString HEALTH_KEY = ByteString.copyFromUtf8("health");

    /** Makes a member without a leader say so at once instead of waiting: etcd's {@code v3rpc/interceptor.go}. */
    private static final Metadata.Key<String> HAS_LEADER =
            Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER);

    private final MemberChannel channel;
    private final EtcdDeadlines deadlines;

    MemberConnection(MemberChannel channel, EtcdDeadlines deadlines) {
        this.channel = channel;
        this.deadlines = deadlines;
    }

    Endpoint endpoint() {
        return channel.endpoint();
    }

    /** {@return the channel, for streaming calls} */
    MemberChannel channel() {
        return channel;
    }

    EtcdDeadlines deadlines() {
        return deadlines;
    }

    MemberStatus status() {
        return StatusDecoder.decode(
                endpoint().url(),
                channel.call(
                        "Status",
                        MaintenanceGrpc::newBlockingStub,
                        deadlines.read(),
                        stub -> stub.status(StatusRequest.getDefaultInstance())));
    }

    /** {@return the hash of the key space up to a revision} */
    MemberHash hashKv(long revision) {
        HashKVResponse told = channel.call(
                "HashKV",
                MaintenanceGrpc::newBlockingStub,
                deadlines.hash(),
                stub -> stub.hashKV(
                        HashKVRequest.newBuilder().setRevision(revision).build()));
        return new MemberHash(told.getHash(), told.getCompactRevision());
    }

    /**
     * Lists the members.
     *
     * @param linearizable whether a majority must confirm the list; without quorum only false answers
     */
    MemberList memberList(boolean linearizable) {
        UnknownFieldSet.Builder newer = UnknownFieldSet.newBuilder();
        if (linearizable) {
            newer.mergeVarintField(LINEARIZABLE, 1);
        }
        MemberListRequest request =
                MemberListRequest.newBuilder().setUnknownFields(newer.build()).build();
        MemberListResponse told = channel.call(
                "Member list",
                ClusterGrpc::newBlockingStub,
                deadlines.read(),
                stub -> (linearizable ? leaderNeeded(stub) : stub).memberList(request));
        return new MemberList(
                told.getHeader().getClusterId(),
                told.getMembersList().stream().map(MemberConnection::member).toList(),
                linearizable);
    }

    private static <S extends AbstractStub<S>> S leaderNeeded(S stub) {
        Metadata headers = new Metadata();
        headers.put(HAS_LEADER, "true");
        return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static EtcdMember member(Member told) {
        return new EtcdMember(
                told.getID(), told.getName(), told.getPeerURLsList(), told.getClientURLsList(), told.getIsLearner());
    }

    /**
     * Reads one key.
     *
     * @param linearizable whether a majority must confirm that the answer is current; learners refuse that
     * @return the revision of the key space it was read at
     */
    long range(boolean linearizable) {
        RangeResponse told = channel.call(
                linearizable ? "Linearizable read" : "Serializable read",
                KVGrpc::newBlockingStub,
                deadlines.read(),
                stub -> (linearizable ? leaderNeeded(stub) : stub)
                        .range(RangeRequest.newBuilder()
                                .setKey(HEALTH_KEY)
                                .setSerializable(!linearizable)
                                .setKeysOnly(true)
                                .build()));
        return told.getHeader().getRevision();
    }

    List<EtcdAlarm> alarms() {
        AlarmResponse told = channel.call(
                "Alarm list",
                MaintenanceGrpc::newBlockingStub,
                deadlines.read(),
                stub -> stub.alarm(AlarmRequest.newBuilder()
                        .setAction(AlarmRequest.AlarmAction.GET)
                        .build()));
        return told.getAlarmsList().stream()
                .map(alarm -> new EtcdAlarm(alarm.getMemberID(), kind(alarm.getAlarmValue())))
                .toList();
    }

    private static EtcdAlarm.Kind kind(int told) {
        return switch (told) {
            case NOSPACE -> EtcdAlarm.Kind.NOSPACE;
            case CORRUPT -> EtcdAlarm.Kind.CORRUPT;
            default -> EtcdAlarm.Kind.UNKNOWN;
        };
    }

    void disarm(EtcdAlarm alarm) {
        AlarmRequest request = AlarmRequest.newBuilder()
                .setAction(AlarmRequest.AlarmAction.DEACTIVATE)
                .setMemberID(alarm.memberId())
                .setAlarmValue(alarm.kind() == EtcdAlarm.Kind.CORRUPT ? CORRUPT : NOSPACE)
                .build();
        AlarmResponse ignored = channel.change(
                "Disarming " + alarm,
                MaintenanceGrpc::newBlockingStub,
                deadlines.change(),
                stub -> stub.alarm(request));
    }

    /** Rewrites the member's database file without its holes; the member answers nothing meanwhile. */
    void defragment() {
        DefragmentResponse ignored = channel.change(
                "Defragmentation",
                MaintenanceGrpc::newBlockingStub,
                deadlines.defragment(),
                stub -> stub.defragment(DefragmentRequest.getDefaultInstance()));
    }

    /** {@return the new member} */
    EtcdMember add(List<String> peerUrls, boolean asLearner) {
        return member(change(
                        "Adding " + String.join(",", peerUrls),
                        stub -> stub.memberAdd(MemberAddRequest.newBuilder()
                                .addAllPeerURLs(peerUrls)
                                .setIsLearner(asLearner)
                                .build()))
                .getMember());
    }

    /** {@return the members, after a learner got its vote} */
    List<EtcdMember> promote(long member) {
        return change(
                        "Promoting " + Long.toHexString(member),
                        stub -> stub.memberPromote(
                                MemberPromoteRequest.newBuilder().setID(member).build()))
                .getMembersList()
                .stream()
                .map(MemberConnection::member)
                .toList();
    }

    /** {@return the members that are left} */
    List<EtcdMember> remove(long member) {
        return change(
                        "Removing " + Long.toHexString(member),
                        stub -> stub.memberRemove(
                                MemberRemoveRequest.newBuilder().setID(member).build()))
                .getMembersList()
                .stream()
                .map(MemberConnection::member)
                .toList();
    }

    private <T> T change(String what, Function<ClusterGrpc.ClusterBlockingStub, T> call) {
        return channel.change(
                what, ClusterGrpc::newBlockingStub, deadlines.change(), stub -> call.apply(leaderNeeded(stub)));
    }

    /** Ends the connection, for all that share it. */
    @Override
    public void close() {
        channel.close();
    }
}
