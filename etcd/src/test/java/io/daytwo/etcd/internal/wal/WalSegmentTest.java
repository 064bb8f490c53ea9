package io.daytwo.etcd.internal.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class WalSegmentTest {
    /** {@code server/storage/wal/testdata/TestNew.wal} of etcd. */
    private static final String TEST_NEW = "0400000000000084080410000000000012000000000000860801"
            + "1085d4fda0071a08736f6d65646174610000000000000e0000000000008208051080db81c1011a04080010000000";

    @Test
    void writesWhatEtcdsOwnTestExpects() {
        byte[] segment = new WalSegment()
                .add(WalSegment.METADATA, "somedata".getBytes(StandardCharsets.UTF_8))
                .add(WalSegment.SNAPSHOT, RaftMessages.noSnapshot())
                .toByteArray();
        assertThat(segment).isEqualTo(HexFormat.of().parseHex(TEST_NEW)).hasSize(72);
    }

    @Test
    void padsEveryRecordToEightBytesAndSaysByHowMuch() {
        for (int length = 0; length < 17; length++) {
            int before = new WalSegment().toByteArray().length;
            byte[] segment =
                    new WalSegment().add(WalSegment.ENTRY, new byte[length]).toByteArray();
            long field = ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN).getLong(before);
            int record = (int) (field & 0xFFFFFFFFFFFFFFL);
            int padding = (int) (field >>> 56) & 0x7F;
            assertThat(segment.length - before - Long.BYTES).isEqualTo(record + padding);
            assertThat((record + padding) % 8).isZero();
            assertThat(field < 0).isEqualTo(padding > 0);
        }
    }
}
