package io.daytwo.etcd.internal.mvcc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTableTest {
    private static long[][] keys(int count) {
        Random random = new Random(11);
        long[][] keys = new long[count][];
        for (int i = 0; i < count; i++) {
            keys[i] = new long[] {random.nextLong(), random.nextLong()};
        }
        keys[0] = new long[] {0, 0};
        return keys;
    }

    /** Every key is in exactly one pass, with the number set last, however small the table is. */
    @ParameterizedTest
    @ValueSource(ints = {8, 64, 1024, 1 << 20})
    void holdsEachKeyInOnePass(int largest) {
        long[][] keys = keys(5_000);
        KeyTable table = new KeyTable(largest);
        Map<Long, Integer> seen = new HashMap<>();
        do {
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < keys.length; i++) {
                    int slot = table.slot(keys[i][0], keys[i][1]);
                    if (slot >= 0) {
                        table.set(slot, i * 10L + round);
                    }
                }
            }
            table.forEach(number -> seen.merge(number, 1, Integer::sum));
        } while (table.nextPass());
        assertThat(seen).hasSize(keys.length).allSatisfy((number, times) -> {
            assertThat(number % 10).isEqualTo(1);
            assertThat(times).isEqualTo(1);
        });
    }

    @Test
    void startsAKeyWithoutNumber() {
        KeyTable table = new KeyTable(64);
        assertThat(table.get(table.slot(1, 2))).isEqualTo(KeyTable.ABSENT);
    }
}
