package io.daytwo.etcd.internal.mvcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daytwo.etcd.internal.proto.MalformedRecordException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionTest {
    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void isMainSeparatorSubAndAMarkForDeletions() {
        byte[] put = hex("00000000000000025f0000000000000101");
        byte[] deletion = hex("7fffffffffffffff5f000000000000000074");
        assertThat(Revision.decode(put)).isEqualTo(new Revision(2, 257, false));
        assertThat(Revision.decode(deletion)).isEqualTo(new Revision(Long.MAX_VALUE, 0, true));
        assertThat(new Revision(2, 257, false).encode()).isEqualTo(put);
        assertThat(new Revision(Long.MAX_VALUE, 0, true).encode()).isEqualTo(deletion);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "30",
                "00000000000000025f00000000000001",
                "00000000000000025f00000000000000007474",
                "00000000000000025f000000000000000054",
                "0000000000000002600000000000000000",
                "80000000000000025f0000000000000000",
                "ffffffffffffffff5f0000000000000000",
                "00000000000000025f8000000000000000"
            })
    void refusesWhatEtcdDoes(String hex) {
        assertThatThrownBy(() -> Revision.decode(hex(hex))).isInstanceOf(MalformedRecordException.class);
    }
}
