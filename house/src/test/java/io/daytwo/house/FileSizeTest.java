package io.daytwo.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** DESIGN rule 11: short files, one idea each, a small public face. */
class FileSizeTest {
    private static final int LONGEST = 400;
    private static final int MEDIAN = 80;
    private static final double PUBLIC_SHARE = 0.45;

    private final List<Path> main = Sources.main().stream()
            .filter(file -> !file.endsWith("package-info.java"))
            .toList();

    @Test
    void noFileIsTooLongToRead() {
        assertThat(Stream.concat(main.stream(), Sources.tests().stream()))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(Sources.lines(file)).hasSizeLessThanOrEqualTo(LONGEST));
    }

    @Test
    void theMedianFileIsShort() {
        int[] sizes = main.stream()
                .mapToInt(file -> Sources.lines(file).size())
                .sorted()
                .toArray();
        assertThat(sizes[sizes.length / 2]).isLessThanOrEqualTo(MEDIAN);
    }

    @Test
    void mostTypesAreNobodysBusiness() {
        long open = main.stream().filter(FileSizeTest::isApi).count();
        assertThat((double) open / main.size()).isLessThanOrEqualTo(PUBLIC_SHARE);
    }

    private static boolean isApi(Path file) {
        return !file.toString().contains("/internal/")
                && Sources.lines(file).stream()
                        .anyMatch(line -> line.matches("public .*\\b(class|interface|record|enum)\\b.*"));
    }
}
