package io.daytwo.etcd;

import com.google.protobuf.CodedInputStream;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.SnapshotRequest;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * One message of a snapshot stream (etcd {@code api/etcdserverpb/rpc.proto SnapshotResponse}). The generated class
 * would copy the blob once more: this one keeps the message as it came and points into it.
 */
final class SnapshotChunk {
    static final MethodDescriptor<SnapshotRequest, SnapshotChunk> METHOD =
            MaintenanceGrpc.getSnapshotMethod().toBuilder(
                            ProtoUtils.marshaller(SnapshotRequest.getDefaultInstance()), new Marshaller())
                    .build();

    private static final int REMAINING_BYTES = 2 << 3;
    private static final int BLOB = 3 << 3 | 2;

    private final byte[] message;
    private final int offset;
    private final int length;
    private final long remaining;

    private SnapshotChunk(byte[] message, int offset, int length, long remaining) {
        this.message = message;
        this.offset = offset;
        this.length = length;
        this.remaining = remaining;
    }

    static SnapshotChunk parse(byte[] message) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message);
        int offset = 0;
        int length = 0;
        long remaining = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case REMAINING_BYTES -> remaining = in.readUInt64();
                case BLOB -> {
                    length = in.readUInt32();
                    offset = in.getTotalBytesRead();
                    in.skipRawBytes(length);
                }
                default -> {
                    var ignored = in.skipField(tag);
                }
            }
        }
        return new SnapshotChunk(message, offset, length, remaining);
    }

    /** {@return the bytes of the database in this message} */
    ByteBuffer blob() {
        return ByteBuffer.wrap(message, offset, length);
    }

    /** {@return bytes that the member says will follow; unsigned, so a negative number is a huge one} */
    long remaining() {
        return remaining;
    }

    private static final class Marshaller implements MethodDescriptor.Marshaller<SnapshotChunk> {
        @Override
        public InputStream stream(SnapshotChunk value) {
            throw new UnsupportedOperationException("Only servers send snapshots");
        }

        @Override
        public SnapshotChunk parse(InputStream stream) {
            try {
                byte[] message = new byte[stream.available()];
                if (stream.readNBytes(message, 0, message.length) < message.length || stream.read() >= 0) {
                    throw new IOException("the message has not the length it was framed with");
                }
                return SnapshotChunk.parse(message);
            } catch (IOException e) {
                throw Status.INTERNAL
                        .withDescription("a snapshot message cannot be decoded: " + e.getMessage())
                        .withCause(e)
                        .asRuntimeException();
            }
        }
    }
}
