package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.etcd.jetcd.api.StatusResponse;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Bytes as servers send them, field numbers from etcd's rpc.proto. */
class StatusDecoderTest {
    /** header {cluster 1, member 2, revision 7}, version, dbSize 20480, leader 2, raftIndex 4, term 2, applied 4. */
    private static final String COMMON = "0a06" + "0801" + "1002" + "1807" + "1206" + "332e352e3335" + "1880a001"
            + "2002" + "2804" + "3002" + "3804";

    private static final String IN_USE_AND_LEARNER = "4880800150" + "01";

    @Test
    void readsWhatEveryServerSends() throws InvalidProtocolBufferException {
        MemberStatus status = decode(COMMON);

        assertThat(status.endpoint()).isEqualTo("https://cp1:2379");
        assertThat(status.clusterId()).isEqualTo(1);
        assertThat(status.memberId()).isEqualTo(2);
        assertThat(status.revision()).isEqualTo(7);
        assertThat(status.version()).isEqualTo("3.5.35");
        assertThat(status.dbSize()).isEqualTo(20_480);
        assertThat(status.raftIndex()).isEqualTo(4);
        assertThat(status.leads()).isTrue();
        assertThat(status.learner()).isFalse();
    }

    @Test
    void anOlderServerTellsNoStorageVersionAndNoQuota() throws InvalidProtocolBufferException {
        MemberStatus status = decode(COMMON + IN_USE_AND_LEARNER);

        assertThat(status.dbSizeInUse()).isEqualTo(16_384);
        assertThat(status.learner()).isTrue();
        assertThat(status.storageVersion()).isEmpty();
        assertThat(status.dbSizeQuota()).isEmpty();
    }

    @Test
    void readsTheFieldsThatTheStubDoesNotKnow() throws InvalidProtocolBufferException {
        MemberStatus status = decode(COMMON + "5a05" + "332e362e30" + "608080808008" + "6a02" + "0801");

        assertThat(status.storageVersion()).contains("3.6.0");
        assertThat(status.dbSizeQuota()).hasValue(2_147_483_648L);
    }

    @Test
    void ofAFieldSentTwiceTheLastOneCounts() throws InvalidProtocolBufferException {
        MemberStatus status = decode(COMMON + "5a01" + "33" + "5a01" + "34" + "6001" + "6002");

        assertThat(status.storageVersion()).contains("4");
        assertThat(status.dbSizeQuota()).hasValue(2);
    }

    @Test
    void anEmptyStorageVersionIsNone() throws InvalidProtocolBufferException {
        assertThat(decode(COMMON + "5a00").storageVersion()).isEmpty();
    }

    private static MemberStatus decode(String hex) throws InvalidProtocolBufferException {
        return StatusDecoder.decode(
                "https://cp1:2379", StatusResponse.parseFrom(HexFormat.of().parseHex(hex)));
    }
}
