package io.daytwo.etcd;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Namespace as the API server stores it: {@code k8s\0}, then a {@code runtime.Unknown} whose {@code raw} is the
 * object (Kubernetes {@code apimachinery/pkg/runtime/serializer/protobuf}, {@code generated.proto} of {@code runtime}
 * and {@code meta/v1}). Only its UID is read: kube-system's tells one cluster from another.
 */
final class StoredNamespace {
    private static final Logger LOG = LoggerFactory.getLogger(StoredNamespace.class);
    private static final String KUBE_SYSTEM = "/registry/namespaces/kube-system";

    private static final byte[] ENVELOPE = "k8s\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int RAW = 2;
    private static final int METADATA = 1;
    private static final int UID = 5;
    private static final int DELIMITED = 2;

    private StoredNamespace() {}

    /** {@return the UID of kube-system as this member knows it, empty where there is none or it may not be read} */
    static Optional<String> kubeSystem(MemberConnection connection) {
        try {
            RangeResponse told = connection
                    .channel()
                    .call(
                            "Reading " + KUBE_SYSTEM,
                            KVGrpc::newBlockingStub,
                            connection.deadlines().read(),
                            stub -> stub.range(RangeRequest.newBuilder()
                                    .setKey(ByteString.copyFromUtf8(KUBE_SYSTEM))
                                    .setSerializable(true)
                                    .build()));
            return told.getKvsList().stream()
                    .findFirst()
                    .flatMap(found -> uid(found.getValue().toByteArray()));
        } catch (EtcdUnavailableException | EtcdRefusedException e) {
            LOG.warn("The UID of kube-system could not be read", e);
            return Optional.empty();
        }
    }

    /** {@return the UID, empty where the value is encrypted, JSON, or anything else we do not read} */
    static Optional<String> uid(byte[] value) {
        if (value.length < ENVELOPE.length || !Arrays.equals(value, 0, ENVELOPE.length, ENVELOPE, 0, ENVELOPE.length)) {
            return Optional.empty();
        }
        try {
            byte[] unknown = Arrays.copyOfRange(value, ENVELOPE.length, value.length);
            String uid = new String(field(field(field(unknown, RAW), METADATA), UID), StandardCharsets.UTF_8);
            return uid.matches("[0-9a-fA-F-]{1,64}") ? Optional.of(uid) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static byte[] field(byte[] message, int number) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == (number << 3 | DELIMITED)) {
                return in.readByteArray();
            }
            if (!in.skipField(tag)) {
                break;
            }
        }
        return new byte[0];
    }
}
