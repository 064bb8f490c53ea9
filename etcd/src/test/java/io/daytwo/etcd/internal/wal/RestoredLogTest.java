package io.daytwo.etcd.internal.wal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.daytwo.etcd.internal.mvcc.Membership;
import io.daytwo.etcd.internal.mvcc.PeerUrl;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestoredLogTest {
    private final Membership one =
            Membership.of(Map.of("default", List.of(new PeerUrl("http://localhost:2380"))), "etcd-cluster");

    @Test
    void theLogOfALoneMemberIsTheKnownOne() throws Exception {
        byte[] log = RestoredLog.of(one, one.member("default"));
        assertThat(log).hasSize(288);
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(log)))
                .isEqualTo("5d6ef1158b8cf9062b717f2d86ae1cf6ef98f09cb5a0af0f259a839ff2050928");
    }

    @Test
    void itsMessagesAreTheKnownOnes() {
        HexFormat hex = HexFormat.of();
        long id = one.members().get(0).id();
        assertThat(hex.formatHex(RaftMessages.metadata(id, one.clusterId())))
                .isEqualTo("08cdd2918bd2b881cf8e0110b298eaf1948386fccd01");
        assertThat(hex.formatHex(RaftMessages.hardState(id, 1))).isEqualTo("080110cdd2918bd2b881cf8e011801");
        assertThat(hex.formatHex(RaftMessages.snapshotRecord(one))).isEqualTo("080110011a0d08cdd2918bd2b881cf8e012800");
    }

    @Test
    void theSnapFileIsNamedByTermAndIndex() {
        assertThat(SnapFile.name(one)).isEqualTo("0000000000000001-0000000000000001.snap");
    }

    @Test
    void theStoreHoldsTheMembersAndNothingElse() {
        JsonObject store = JsonParser.parseString(new String(StoreDocument.of(one), StandardCharsets.UTF_8))
                .getAsJsonObject();
        assertThat(store.keySet()).containsExactly("Root", "CurrentIndex", "CurrentVersion");
        JsonObject members = store.getAsJsonObject("Root")
                .getAsJsonObject("Children")
                .getAsJsonObject("0")
                .getAsJsonObject("Children")
                .getAsJsonObject("members")
                .getAsJsonObject("Children");
        assertThat(members.keySet()).containsExactly("8e9e05c52164694d");
        JsonObject attributes = members.getAsJsonObject("8e9e05c52164694d")
                .getAsJsonObject("Children")
                .getAsJsonObject("raftAttributes");
        assertThat(attributes.get("Value").getAsString()).isEqualTo("{\"peerURLs\":[\"http://localhost:2380\"]}");
        assertThat(attributes.get("Children").isJsonNull()).isTrue();
    }
}
