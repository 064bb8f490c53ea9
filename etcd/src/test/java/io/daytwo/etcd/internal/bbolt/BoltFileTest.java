package io.daytwo.etcd.internal.bbolt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoltFileTest {
    private static byte[] database(int pageSize) {
        return new DatabaseBuilder(pageSize).record("b", "k", "v").build();
    }

    private static Meta meta(byte[] database) {
        return Databases.on(database, source -> BoltFile.open(source).meta());
    }

    private static byte[] with(byte[] database, int page, Meta meta) {
        byte[] changed = database.clone();
        System.arraycopy(meta.encode(), 0, changed, page * meta.pageSize(), Meta.ENCODED);
        return changed;
    }

    @Test
    void takesTheMetaOfTheHigherTransaction() {
        assertThat(meta(database(4096)).txid()).isEqualTo(7);
        Meta newer = new Meta(4096, 3, 0, Meta.NO_FREELIST, 4, 8);
        assertThat(meta(with(database(4096), 0, newer)).txid()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 4096, 65536})
    void takesTheOtherMetaWhenOneIsDamaged(int pageSize) {
        for (int page = 0; page < 2; page++) {
            for (int at = Page.HEADER; at < Meta.ENCODED; at++) {
                byte[] damaged = database(pageSize);
                damaged[page * pageSize + at] ^= 1;
                // the flags of a meta are the one field nobody reads, but the checksum covers it
                assertThat(meta(damaged).txid()).isEqualTo(page == 0 ? 7 : 6);
            }
        }
    }

    @Test
    void refusesAFileWithoutAValidMeta() {
        byte[] damaged = database(4096);
        damaged[Page.HEADER] ^= 1;
        damaged[4096 + Page.HEADER + 60] ^= 1;
        assertThatThrownBy(() -> meta(damaged)).hasMessageContaining("Neither of the two meta pages");
        assertThatThrownBy(() -> meta(new byte[0])).isInstanceOf(BoltFormatException.class);
        assertThatThrownBy(() -> meta(new byte[512])).isInstanceOf(BoltFormatException.class);
        byte[] text = new byte[9000];
        Arrays.fill(text, (byte) 'x');
        assertThatThrownBy(() -> meta(text)).isInstanceOf(BoltFormatException.class);
    }

    @Test
    void saysSoWhenTheFileIsOfABigEndianMachine() {
        byte[] swapped = new byte[8192];
        swapped[16] = (byte) 0xED;
        swapped[17] = 0x0C;
        swapped[18] = (byte) 0xDA;
        swapped[19] = (byte) 0xED;
        assertThatThrownBy(() -> meta(swapped)).hasMessageContaining("big-endian");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 512, 4095, 4097, 1 << 17, Integer.MIN_VALUE, -1})
    void refusesPageSizesThatCannotBe(int pageSize) {
        Meta odd = new Meta(pageSize, 3, 0, Meta.NO_FREELIST, 4, 8);
        byte[] damaged = database(4096);
        System.arraycopy(odd.encode(), 0, damaged, 0, Meta.ENCODED);
        assertThatThrownBy(() -> meta(damaged))
                .isInstanceOf(BoltFormatException.class)
                .hasMessageContaining("pages of");
    }

    @Test
    void refusesAMetaThatCannotBeTrueOfTheFile() {
        refuses(new Meta(4096, 3, 0, Meta.NO_FREELIST, 5, 8), "cut short");
        refuses(new Meta(4096, 3, 0, Meta.NO_FREELIST, -1, 8), "cut short");
        refuses(new Meta(4096, 3, 0, Meta.NO_FREELIST, Long.MAX_VALUE, 8), "cut short");
        refuses(new Meta(4096, 1, 0, Meta.NO_FREELIST, 4, 8), "root bucket");
        refuses(new Meta(4096, 4, 0, Meta.NO_FREELIST, 4, 8), "root bucket");
        refuses(new Meta(4096, -3, 0, Meta.NO_FREELIST, 4, 8), "root bucket");
        refuses(new Meta(4096, 3, 0, 4, 4, 8), "free list");
        refuses(new Meta(4096, 3, 0, -2, 4, 8), "free list");
    }

    private static void refuses(Meta meta, String what) {
        assertThatThrownBy(() -> meta(with(database(4096), 0, meta)))
                .isInstanceOf(BoltFormatException.class)
                .hasMessageContaining(what);
    }

    @Test
    void ignoresWhatIsPreallocatedBehindTheHighWaterMark() {
        byte[] longer = Arrays.copyOf(database(4096), 40 * 4096);
        long size = Databases.on(longer, source -> BoltFile.open(source).size());
        assertThat(size).isEqualTo(4 * 4096);
        assertThat(Databases.read(longer)).containsExactly("b/k=1");
    }
}
