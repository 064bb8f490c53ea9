package io.daytwo.upgrade.certs;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.plan.Planted;
import io.daytwo.plan.Sweep;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No private key and no line of a kubeconfig is found in what a renewal tells, writes or logs. */
class SecretsOfRenewalIT {
    private static final long SEED = System.nanoTime();

    @TempDir
    Path root;

    private Sweep sweep() {
        return Sweep.of(SecretsOfRenewal.class, root, SEED);
    }

    @Test
    void noneIsFound() throws IOException, InterruptedException {
        assertThat(sweep().run()).isEmpty();
        assertThat(root.resolve("suite/renewal.journal")).isNotEmptyFile();
    }

    @Test
    void whenTheyAreToldTheSameSearchFindsEveryOne() throws IOException, InterruptedException {
        Sweep open = sweep().opening(
                        "manifests/pki/PemFile",
                        "List<PemBlock> blocks = ",
                        "System.err.println(new String(content));\nList<PemBlock> blocks = ")
                .opening(
                        "manifests/YamlText",
                        "LoadSettings settings = ",
                        "System.err.println(text);\nLoadSettings settings = ");
        assertThat(open.run()).containsOnlyKeys(Planted.KINDS);
    }
}
