package io.daytwo.etcd.internal.bbolt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Files that bbolt's own check passes and its next write breaks or loses: etcdutl's restore is such a write. */
class NextWriteTest {
    private static final int PAGE = 1024;

    private static byte[] database() {
        DatabaseBuilder builder = new DatabaseBuilder(PAGE).fanOut(3);
        for (int i = 0; i < 30; i++) {
            builder.record("b", "key-" + (10 + i) + "0", "value");
        }
        return builder.build();
    }

    private static byte[] branchKeyChanged(String from, String to) {
        String text = new String(database(), StandardCharsets.ISO_8859_1);
        int at = text.lastIndexOf(from);
        return (text.substring(0, at) + to + text.substring(at + from.length())).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void refusesABranchKeyBelowTheFirstKeyOfALeaf() {
        assertThat(Databases.read(branchKeyChanged("key-160", "key-160"))).hasSize(30);
        assertThatThrownBy(() -> Databases.read(branchKeyChanged("key-160", "key-15x")))
                .isInstanceOf(BoltFormatException.class)
                .hasMessageContaining("its first key");
    }

    @Test
    void refusesABranchKeyBelowTheFirstKeyOfABranch() {
        assertThatThrownBy(() -> Databases.read(branchKeyChanged("key-190", "key-18x")))
                .isInstanceOf(BoltFormatException.class)
                .hasMessageContaining("the key of child 0 is out of order");
    }

    @Test
    void refusesATransactionNumberThatTheNextWriteWouldTurnToZero() {
        Function<Long, byte[]> numbered = txid -> {
            byte[] database = database();
            Meta meta = Databases.on(database, source -> BoltFile.open(source).meta());
            byte[] page =
                    new Meta(PAGE, meta.root(), meta.sequence(), meta.freelist(), meta.highWater(), txid).encode();
            System.arraycopy(page, 0, database, (int) (txid & 1) * PAGE, page.length);
            return database;
        };
        assertThat(Databases.read(numbered.apply(1L << 50))).hasSize(30);
        assertThatThrownBy(() -> Databases.read(numbered.apply(-1L)))
                .isInstanceOf(BoltFormatException.class)
                .hasMessageContaining("18446744073709551615");
    }
}
