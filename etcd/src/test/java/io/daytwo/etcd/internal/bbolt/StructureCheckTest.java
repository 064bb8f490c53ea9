package io.daytwo.etcd.internal.bbolt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StructureCheckTest {
    private static final int PAGE = 1024;

    private static DatabaseBuilder twoBuckets(int pageSize) {
        DatabaseBuilder builder = new DatabaseBuilder(pageSize);
        for (int i = 0; i < 40; i++) {
            builder.record("b", String.format("key-%02d", i), "x".repeat(i * 10));
        }
        return builder.record("a", "k", "value").emptyBucket("c");
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 2048, 4096, 8192, 16384, 32768, 65536})
    void readsPagesOfEverySize(int pageSize) {
        for (int fanOut : new int[] {2, 3, 7, 1000}) {
            List<String> records = Databases.read(
                    twoBuckets(pageSize).fanOut(fanOut).inlineUpTo(pageSize / 4).build());
            assertThat(records).hasSize(41).contains("a/k=5", "b/key-00=0", "b/key-39=390");
        }
    }

    @Test
    void readsTwoBranchesAboveTheLeavesInOrder() {
        DatabaseBuilder builder = new DatabaseBuilder(PAGE).fanOut(4);
        for (int i = 0; i < 300; i++) {
            builder.record("deep", String.format("%05d", i), "v");
        }
        assertThat(Databases.read(builder.build())).hasSize(300).isSorted();
    }

    @Test
    void readsAValueLargerThanAnyWindow() {
        byte[] large = new byte[3 * Window.WIDEST + 17];
        new Random(1).nextBytes(large);
        byte[] database = new DatabaseBuilder(PAGE)
                .record("b", Databases.text("first"), large)
                .record("b", Databases.text("second"), Databases.text("small"))
                .build();
        CRC32C expected = new CRC32C();
        expected.update(large);
        List<Long> sums = Databases.on(database, source -> {
            List<Long> found = new ArrayList<>();
            StructureCheck.run(BoltFile.open(source), bucket -> entry -> {
                CRC32C crc = new CRC32C();
                entry.window().feed(crc, entry.valueAt(), entry.valueSize());
                found.add(crc.getValue());
            });
            return found;
        });
        assertThat(sums).hasSize(2).startsWith(expected.getValue());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 200, 0xFFFE, 0xFFFF, 70_000})
    void readsAFreeListOfAnyLength(int free) {
        assertThat(Databases.read(twoBuckets(PAGE).freePages(free).build())).hasSize(41);
    }

    /** Pages of the small database below: 2 free list, 3 and 4 free, 5 leaf of a, 6.. leaves of b. */
    private static byte[] small(Consumer<ByteBuffer> damage) {
        byte[] database = new DatabaseBuilder(PAGE)
                .fanOut(3)
                .freePages(2)
                .record("a", "k", "v")
                .record("b", "1", "v")
                .record("b", "2", "v")
                .record("b", "3", "v")
                .record("b", "4", "v")
                .build();
        damage.accept(ByteBuffer.wrap(database).order(ByteOrder.LITTLE_ENDIAN));
        return database;
    }

    private static void refuses(String what, Consumer<ByteBuffer> damage) {
        assertThatThrownBy(() -> Databases.read(small(damage)))
                .isInstanceOf(BoltFormatException.class)
                .hasMessageContaining(what);
    }

    @Test
    void theDatabaseToBeDamagedIsSound() {
        assertThat(Databases.read(small(database -> {}))).hasSize(5);
    }

    @Test
    void refusesADamagedFreeList() {
        int ids = 2 * PAGE + Page.HEADER;
        refuses("out of order", database -> database.putLong(ids, 4).putLong(ids + 8, 3));
        refuses("out of order", database -> database.putLong(ids + 8, 3));
        refuses("out of order", database -> database.putLong(ids, 1));
        refuses("out of order", database -> database.putLong(ids + 8, 99));
        refuses("in use and in the free list", database -> database.putLong(ids + 8, 5));
        refuses("neither in use nor in the free list", database -> database.putShort(2 * PAGE + 10, (short) 1));
        refuses("more than fit", database -> database.putShort(2 * PAGE + 10, (short) 200));
        refuses(
                "more than fit",
                database -> database.putShort(2 * PAGE + 10, (short) -1).putLong(ids, 127));
        refuses(
                "more than fit",
                database -> database.putShort(2 * PAGE + 10, (short) -1).putLong(ids, -1));
        refuses("should be the free list", database -> database.putShort(2 * PAGE + 8, (short) Page.LEAF));
    }

    @Test
    void refusesADamagedPageHeader() {
        int leaf = 5 * PAGE;
        refuses("says it is page", database -> database.putLong(leaf, 6));
        refuses("unknown type", database -> database.putShort(leaf + 8, (short) 3));
        refuses("a free list", database -> database.putShort(leaf + 8, (short) Page.FREELIST));
        refuses("more than fit", database -> database.putShort(leaf + 10, (short) 64));
        refuses("overflow", database -> database.putInt(leaf + 12, -1));
        refuses("twice, or overlaps", database -> database.putInt(leaf + 12, 1));
    }

    @Test
    void refusesADamagedElement() {
        int element = 5 * PAGE + Page.HEADER;
        refuses("mixed up", database -> database.putInt(element, 1));
        refuses("mixed up", database -> database.putInt(element, 2));
        refuses("outside", database -> database.putInt(element + 4, 8));
        refuses("outside", database -> database.putInt(element + 4, -8));
        refuses("a key of 0", database -> database.putInt(element + 8, 0));
        refuses("a key of", database -> database.putInt(element + 8, -1));
        refuses("outside", database -> database.putInt(element + 12, PAGE));
        refuses("a value of", database -> database.putInt(element + 12, -1));
        int second = 6 * PAGE + Page.HEADER + Page.ELEMENT;
        refuses("on top of another", database -> database.putInt(second + 4, 2 * Page.ELEMENT - 1));
    }

    @Test
    void refusesKeysOutOfOrder() {
        int keys = 6 * PAGE + Page.HEADER + 3 * Page.ELEMENT;
        refuses("out of order", database -> database.put(keys + 2, (byte) '1'));
        refuses("its first key", database -> database.put(keys, (byte) '9'));
        refuses("next branch", database -> database.put(keys + 4, (byte) '4'));
        refuses("its first key", database -> database.put(7 * PAGE + Page.HEADER + Page.ELEMENT, (byte) '0'));
    }

    @Test
    void refusesADamagedBranch() {
        int branch = 8 * PAGE;
        refuses("twice, or overlaps", database -> database.putLong(branch + Page.HEADER + 8, 8));
        refuses("its first key", database -> database.putLong(branch + Page.HEADER + 8, 7));
        refuses("twice, or overlaps", database -> database.putLong(branch + Page.HEADER + 8, 5));
        refuses("referred to, but", database -> database.putLong(branch + Page.HEADER + 8, 0));
        refuses("referred to, but", database -> database.putLong(branch + Page.HEADER + 8, 1 << 20));
        refuses("referred to, but", database -> database.putLong(branch + Page.HEADER + 8, -1));
        refuses("nothing bbolt writes", database -> database.putShort(branch + 10, (short) 0));
        refuses("empty leaf", database -> database.putShort(7 * PAGE + 10, (short) 0));
    }

    @Test
    void refusesABranchThatIsDeeperThanAnyTree() {
        int levels = 40;
        ByteBuffer chain = ByteBuffer.allocate((levels + 4) * PAGE).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 2; i++) {
            chain.put(i * PAGE, new Meta(PAGE, 3, 0, Meta.NO_FREELIST, levels + 4, i).encode());
        }
        for (int id = 3; id < levels + 4; id++) {
            chain.putLong(id * PAGE, id)
                    .putShort(id * PAGE + 8, (short) Page.BRANCH)
                    .putShort(id * PAGE + 10, (short) 1);
            int element = id * PAGE + Page.HEADER;
            chain.putInt(element, Page.ELEMENT).putInt(element + 4, 1).putLong(element + 8, id + 1L);
            chain.put(element + Page.ELEMENT, (byte) 'a');
        }
        assertThatThrownBy(() -> Databases.read(chain.array())).hasMessageContaining("nothing bbolt writes");
    }

    @Test
    void refusesTruncationAtEveryPageAndAround() {
        byte[] whole = twoBuckets(PAGE).fanOut(3).build();
        for (int page = 0; page < whole.length / PAGE; page++) {
            for (int around = -1; around <= 1; around++) {
                int size = Math.max(0, page * PAGE + around);
                byte[] cut = Arrays.copyOf(whole, size);
                assertThatThrownBy(() -> Databases.read(cut)).isInstanceOf(BoltFormatException.class);
            }
        }
    }

    /** Whatever a bit does: the database is read or refused, nothing else. */
    @Test
    void singleBitsNeverDoMoreThanBreakAFile() {
        byte[] whole =
                twoBuckets(PAGE).fanOut(3).inlineUpTo(PAGE / 4).freePages(3).build();
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] mutant = whole.clone();
            mutant[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(Databases.read(mutant)).isNotEmpty();
            } catch (BoltFormatException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
