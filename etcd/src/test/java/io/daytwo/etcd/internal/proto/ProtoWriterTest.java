package io.daytwo.etcd.internal.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import org.junit.jupiter.api.Test;

class ProtoWriterTest {
    @Test
    void googlesReaderReadsWhatItWrote() throws Exception {
        CodedInputStream in = CodedInputStream.newInstance(new ProtoWriter()
                .varint(1, 0)
                .varint(2, -1)
                .varint(16, 300)
                .bytes(3, new byte[] {1, 2, 3})
                .bytes(4, new byte[0])
                .toByteArray());
        assertThat(in.readTag()).isEqualTo(1 << 3);
        assertThat(in.readUInt64()).isZero();
        assertThat(in.readTag()).isEqualTo(2 << 3);
        assertThat(in.readUInt64()).isEqualTo(-1);
        assertThat(in.readTag()).isEqualTo(16 << 3);
        assertThat(in.readUInt32()).isEqualTo(300);
        assertThat(in.readTag()).isEqualTo(3 << 3 | 2);
        assertThat(in.readByteArray()).containsExactly(1, 2, 3);
        assertThat(in.readTag()).isEqualTo(4 << 3 | 2);
        assertThat(in.readByteArray()).isEmpty();
        assertThat(in.isAtEnd()).isTrue();
    }
}
