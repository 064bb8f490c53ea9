package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredNamespaceTest {
    static final String UID = "6f3a52c1-04a1-4c1e-9c0b-0d5a3f8d7c11";

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        fields.write(out);
        out.flush();
        return bytes.toByteArray();
    }

    static byte[] stored(String envelope) throws IOException {
        byte[] metadata = message(out -> {
            out.writeString(1, "kube-system");
            out.writeString(2, "");
            out.writeString(5, UID);
            out.writeString(6, "4");
        });
        byte[] namespace = message(out -> {
            out.writeByteArray(1, metadata);
            out.writeByteArray(2, new byte[0]);
        });
        byte[] type = message(out -> {
            out.writeString(1, "v1");
            out.writeString(2, "Namespace");
        });
        byte[] unknown = message(out -> {
            out.writeByteArray(1, type);
            out.writeByteArray(2, namespace);
            out.writeString(3, "");
        });
        return ByteString.copyFrom(envelope, StandardCharsets.ISO_8859_1)
                .concat(ByteString.copyFrom(unknown))
                .toByteArray();
    }

    @Test
    void readsTheUidOfANamespace() throws IOException {
        assertThat(StoredNamespace.uid(stored("k8s\0"))).contains(UID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k8s:enc:aescbc:v1:key1:", "", "{"})
    void readsNothingElse(String envelope) throws IOException {
        assertThat(StoredNamespace.uid(stored(envelope))).isEmpty();
    }

    @Test
    void readsNothingFromAnyTornValue() throws IOException {
        byte[] whole = stored("k8s\0");
        for (int length = 0; length < whole.length; length++) {
            byte[] torn = java.util.Arrays.copyOf(whole, length);
            assertThat(StoredNamespace.uid(torn))
                    .satisfiesAnyOf(
                            uid -> assertThat(uid).isEmpty(),
                            uid -> assertThat(uid).contains(UID));
        }
    }
}
