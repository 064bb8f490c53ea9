package io.daytwo.etcd.internal.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtoReaderTest {
    private static ProtoReader of(String hex) {
        return new ProtoReader(HexFormat.of().parseHex(hex));
    }

    @Test
    void readsFieldsAndPassesOverOthers() {
        ProtoReader in = of(
                "089601" + "1203616263" + "1d01020304" + "210102030405060708" + "2a020801" + "30ffffffffffffffffff01");
        assertThat(in.tag()).isEqualTo(1 << 3 | ProtoReader.VARINT);
        assertThat(in.varint()).isEqualTo(150);
        assertThat(in.tag()).isEqualTo(2 << 3 | ProtoReader.BYTES);
        assertThat(in.bytes()).isEqualTo(new byte[] {'a', 'b', 'c'});
        in.skip(in.tag());
        in.skip(in.tag());
        assertThat(in.tag()).isEqualTo(5 << 3 | ProtoReader.BYTES);
        ProtoReader inner = in.message();
        assertThat(inner.tag()).isEqualTo(1 << 3);
        assertThat(inner.varint()).isEqualTo(1);
        assertThat(inner.hasMore()).isFalse();
        assertThat(in.tag()).isEqualTo(6 << 3);
        assertThat(in.varint()).isEqualTo(-1);
        assertThat(in.hasMore()).isFalse();
    }

    /** Cut short, endless and overflowing numbers, lengths of 2 GiB and more, groups, field 0, unknown wire types. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "08",
                "0880",
                "08ffffffffffffffffff02",
                "08ffffffffffffffffffff01",
                "0801ff",
                "1203",
                "12036162",
                "12ffffffff07",
                "12ffffffffffffffffff01",
                "1d010203",
                "21010203040506",
                "0b",
                "0c",
                "0e",
                "0f",
                "00",
                "0201",
                "ffffffffffff01"
            })
    void refusesWhatIsNoMessage(String hex) {
        ProtoReader in = of(hex);
        assertThatThrownBy(() -> {
                    while (in.hasMore()) {
                        in.skip(in.tag());
                    }
                })
                .isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void refusesAKnownFieldOfAnotherType() {
        assertThatThrownBy(() -> ProtoReader.require(1 << 3 | ProtoReader.FIXED32, ProtoReader.VARINT))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("Field 1");
    }
}
