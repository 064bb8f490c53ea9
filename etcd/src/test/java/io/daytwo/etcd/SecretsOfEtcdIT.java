package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.plan.Planted;
import io.daytwo.plan.Sweep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * No value and no key of a snapshot, no private key and no line of a manifest is found in what backups leave behind.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretsOfEtcdIT {
    private static final long SEED = System.nanoTime();

    @TempDir
    Path root;

    private EtcdRig rig;

    @BeforeAll
    void plant() {
        rig = EtcdRig.of(EtcdRelease.LINE_3_6).tls().fast().start();
        List<String> secrets = List.copyOf(Planted.secrets(SEED).values());
        for (int i = 0; i < secrets.size(); i++) {
            if (i % SecretsOfEtcd.WAYS == SecretsOfEtcd.VALUE) {
                assertThat(rig.client().put("/registry/secrets/default/s" + i, secrets.get(i)))
                        .isPositive();
            } else if (i % SecretsOfEtcd.WAYS == SecretsOfEtcd.KEY) {
                assertThat(rig.client().put("/registry/tokens/" + secrets.get(i), "x"))
                        .isPositive();
            }
        }
    }

    @AfterAll
    void stop() {
        rig.close();
    }

    private Sweep sweep() {
        return Sweep.of(SecretsOfEtcd.class, root, SEED)
                .with(rig.node("cp1").root().toString(), rig.endpoints().get(0));
    }

    @Test
    void noneIsFound() throws IOException, InterruptedException {
        assertThat(sweep().run()).isEmpty();
    }

    @Test
    void whenTheyAreToldTheSameSearchFindsEveryOne() throws IOException, InterruptedException {
        Sweep open = sweep().opening(
                        "etcd/internal/mvcc/KeyRecord",
                        "        fields(window, entry.valueAt(), entry.valueSize());",
                        """
                        fields(window, entry.valueAt(), entry.valueSize());
                        int from = window.at(entry.valueAt(), entry.valueSize());
                        System.err.println(new String(window.bytes(), from, entry.valueSize()));
                        """)
                .opening(
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
