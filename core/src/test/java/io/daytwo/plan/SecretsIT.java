package io.daytwo.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No secret that plans, nodes and clusters handle is found in what {@link SecretSuite} leaves behind. */
class SecretsIT {
    private static final long SEED = System.nanoTime();

    @TempDir
    Path root;

    private Sweep sweep() {
        return Sweep.of(SecretSuite.class, root, SEED);
    }

    @Test
    void noneIsFound() throws IOException, InterruptedException {
        assertThat(sweep().run()).isEmpty();
        assertThat(root.resolve("suite/1.journal")).isNotEmptyFile();
    }

    @Test
    void withoutRedactionTheSameSearchFindsEveryOne() throws IOException, InterruptedException {
        Sweep open = sweep().opening("node/Command", "clean = clean.replace(secret, \"***\");", "");
        assertThat(open.run()).containsOnlyKeys(Planted.KINDS);
    }
}
