package io.daytwo.etcd;

import io.daytwo.DayTwoException;
import io.grpc.Status;
import java.util.Locale;

/** The server answered, and said no. Thread-safe, immutable. */
public final class EtcdRefusedException extends DayTwoException {
    private final String endpoint;
    private final Reason reason;

    EtcdRefusedException(String what, String endpoint, Reason reason, String said, Throwable cause) {
        super(what + " was refused by " + endpoint + ": " + said + ".", reason.remedy, cause);
        this.endpoint = endpoint;
        this.reason = reason;
    }

    /** {@return who said no} */
    public String endpoint() {
        return endpoint;
    }

    /** {@return why} */
    public Reason reason() {
        return reason;
    }

    /** Why a server refuses; etcd's {@code api/v3rpc/rpctypes/error.go} has the sentences. */
    public enum Reason {
        /** No leader, so no quorum either as far as this member knows. */
        NO_LEADER("no leader", "Bring stopped members back until a majority runs."),
        /** The leader changed while the request was under way. */
        LEADER_CHANGED(
                "leader changed", "Repeat the call; if it was a change, look first whether it was made all the same."),
        /** No majority agreed in time. */
        TIMED_OUT(
                "request timed out",
                "Bring stopped members back until a majority runs; look for slow disks, and whether a change was made all the same."),
        /** A member is not connected to its peers for long enough. */
        UNHEALTHY_CLUSTER(
                "unhealthy cluster",
                "Wait until all members have been connected for five seconds, then repeat the call."),
        /** The change would leave fewer started members than a majority. */
        NOT_ENOUGH_STARTED_MEMBERS(
                "not enough started members",
                "Start the members that have not started yet, or remove them, then repeat the call."),
        /** The member exists already. */
        MEMBER_EXISTS("member id already exist", "Look at the member list: it is there already."),
        /** Another member has this peer URL. */
        PEER_URL_EXISTS("peer urls already exists", "Look at the member list: one of them has this peer URL already."),
        /** There is no such member. */
        MEMBER_NOT_FOUND("member not found", "Look at the member list for the right id."),
        /** The learner has not caught up with the leader. */
        LEARNER_NOT_READY(
                "in sync with leader", "Start the learner and wait until it has caught up, then repeat the call."),
        /** Only a learner can be promoted. */
        NOT_A_LEARNER("can only promote a learner member", "Look at the member list: it has a vote already."),
        /** etcd allows one learner at a time unless told otherwise. */
        TOO_MANY_LEARNERS("too many learner members", "Promote or remove the learner that is there first."),
        /** A learner cannot serve this call. */
        NOT_SUPPORTED_FOR_LEARNER("rpc not supported for learner", "Ask a voting member."),
        /** Only the leader can do this. */
        NOT_LEADER("not leader", "Ask the leader; it may have changed."),
        /** The member cannot become the leader. */
        BAD_LEADER_TRANSFEREE("bad leader transferee", "Choose a voting member that runs."),
        /** Other cluster. */
        CLUSTER_ID_MISMATCH("cluster id mismatch", "The member belongs to another cluster: check the endpoints."),
        /** The quota is used up. */
        NO_SPACE("database space exceeded", "Compact, defragment, then disarm the NOSPACE alarm."),
        /** Members disagree about the data. */
        CORRUPT("corrupt cluster", "Find the member whose hash differs and replace it before anything else."),
        /** The revision is gone. */
        COMPACTED("required revision has been compacted", "Ask for a newer revision."),
        /** The revision is not there yet. */
        FUTURE_REVISION(
                "required revision is a future revision", "Ask for an older revision, or a member that is not behind."),
        /** Not allowed: authentication is enabled, and this client is not root or not known. */
        AUTH_DENIED(
                "permission denied",
                "etcd's own authentication is enabled: use a client certificate whose common name is a user with the root role."),
        /** The server is stopping. */
        STOPPING("server stopped", "Wait until the member is back, then repeat the call."),
        /** This server does not know the call. */
        NOT_IMPLEMENTED("unknown method", "This server is too old or too new for the call."),
        /** Anything else. */
        OTHER("", "Look at the log of that member.");

        private final String sentence;
        private final String remedy;

        Reason(String sentence, String remedy) {
            this.sentence = sentence;
            this.remedy = remedy;
        }

        static Reason of(Status status, String said) {
            return switch (status.getCode()) {
                case UNAUTHENTICATED, PERMISSION_DENIED -> AUTH_DENIED;
                case UNIMPLEMENTED -> NOT_IMPLEMENTED;
                default -> of(said.toLowerCase(Locale.ROOT));
            };
        }

        private static Reason of(String text) {
            // what a call without a user gets once authentication is enabled
            if (text.contains("user name is empty")) {
                return AUTH_DENIED;
            }
            for (Reason reason : values()) {
                if (text.contains(reason.sentence)) {
                    return reason;
                }
            }
            return OTHER;
        }
    }
}
