package io.daytwo.etcd;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.StatusResponse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The stub's StatusResponse ends at field 10. Newer servers send storageVersion = 11 and dbSizeQuota = 12
 * ({@code api/etcdserverpb/rpc.proto}, 3.6), which protocol buffers keep as unknown fields.
 */
final class StatusDecoder {
    private static final int STORAGE_VERSION = 11;
    private static final int DB_SIZE_QUOTA = 12;

    private StatusDecoder() {}

    static MemberStatus decode(String endpoint, StatusResponse told) {
        UnknownFieldSet newer = told.getUnknownFields();
        return new MemberStatus(
                endpoint,
                told.getHeader().getClusterId(),
                told.getHeader().getMemberId(),
                told.getVersion(),
                text(newer, STORAGE_VERSION),
                told.getHeader().getRevision(),
                told.getDbSize(),
                told.getDbSizeInUse(),
                number(newer, DB_SIZE_QUOTA),
                told.getLeader(),
                told.getRaftIndex(),
                told.getRaftTerm(),
                told.getRaftAppliedIndex(),
                told.getIsLearner(),
                told.getErrorsList());
    }

    private static Optional<String> text(UnknownFieldSet fields, int number) {
        return last(fields.getField(number).getLengthDelimitedList())
                .map(bytes -> bytes.toStringUtf8())
                .filter(value -> !value.isEmpty());
    }

    static OptionalLong number(UnknownFieldSet fields, int number) {
        return last(fields.getField(number).getVarintList())
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** A field given twice: the last one counts, as in any protocol buffer. */
    private static <T> Optional<T> last(List<T> values) {
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }
}
