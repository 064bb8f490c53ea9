package io.daytwo.etcd.internal.bbolt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final byte[] BYTES = bytes(3_000_000);

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(3).nextBytes(bytes);
        return bytes;
    }

    private static void same(Window window, long position, int size) {
        int index = window.at(position, size);
        assertThat(Arrays.equals(window.bytes(), index, index + size, BYTES, (int) position, (int) position + size))
                .isTrue();
    }

    @Test
    void showsTheFileInWhateverOrderItIsAskedFor() {
        int checked = Databases.on(BYTES, source -> {
            Window window = new Window(source);
            Random random = new Random(4);
            long position = 0;
            for (int i = 0; i < 20_000; i++) {
                int size = random.nextInt(random.nextInt(50) == 0 ? Window.WIDEST : 9_000);
                position = random.nextInt(4) == 0 ? random.nextInt(BYTES.length) : position + random.nextInt(5_000);
                position = Math.min(position, BYTES.length - size);
                same(window, position, size);
            }
            return 20_000;
        });
        assertThat(checked).isEqualTo(20_000);
    }

    @Test
    void refusesWhatIsNotInTheFile() {
        String all = Databases.on(BYTES, source -> {
            Window window = new Window(source);
            for (long position : new long[] {-1, BYTES.length - 3, BYTES.length, Long.MAX_VALUE, Long.MIN_VALUE}) {
                assertThatThrownBy(() -> window.at(position, 4)).isInstanceOf(BoltFormatException.class);
                assertThatThrownBy(() -> source.bytes(position, 4)).isInstanceOf(BoltFormatException.class);
            }
            same(window, BYTES.length - 4, 4);
            return "refused";
        });
        assertThat(all).isEqualTo("refused");
    }

    @Test
    void feedsAPieceThatIsLargerThanItself() {
        CRC32C expected = new CRC32C();
        expected.update(BYTES, 5, BYTES.length - 5);
        long found = Databases.on(BYTES, source -> {
            CRC32C crc = new CRC32C();
            new Window(source).feed(crc, 5, BYTES.length - 5);
            return crc.getValue();
        });
        assertThat(found).isEqualTo(expected.getValue());
    }
}
