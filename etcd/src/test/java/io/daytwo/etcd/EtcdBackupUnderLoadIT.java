package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.etcd.rig.EtcdClient;
import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.Tool;
import io.daytwo.etcd.snapshot.Snapshot;
import io.daytwo.etcd.snapshot.Verdict;
import io.etcd.jetcd.api.DefragmentRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backups while clients write, delete and compact, and members are defragmented. */
@Timeout(300)
class EtcdBackupUnderLoadIT {
    private static final int ROUNDS = 20;

    @TempDir
    private Path folder;

    private final AtomicBoolean enough = new AtomicBoolean();

    private interface Work {
        void once() throws Exception;
    }

    private Void untilEnough(Work work) throws Exception {
        while (!enough.get()) {
            work.once();
        }
        return null;
    }

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void everySavedFileVerifies(EtcdRelease release) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (EtcdRig rig = EtcdRig.of(release).members(3).fast().start();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            List<Future<?>> load = load(rig, threads);
            long before = 0;
            for (int round = 0; round < ROUNDS; round++) {
                Path target = folder.resolve("b" + round + ".db");
                Snapshot saved = EtcdBackup.of(cluster).save(target);
                assertThat(Snapshot.open(target).verify()).isEqualTo(saved.report());
                assertThat(saved.report().verdict()).isEqualTo(Verdict.INTACT);
                assertThat(saved.report().revision()).isGreaterThan(before);
                before = saved.report().revision();
                if (round % 5 == 0) {
                    Tool.run(
                                    release.etcdutl(),
                                    "snapshot",
                                    "restore",
                                    target,
                                    "--data-dir",
                                    folder.resolve("r" + round))
                            .ok();
                }
                Files.delete(target);
            }
            enough.set(true);
            for (Future<?> one : load) {
                one.get(30, TimeUnit.SECONDS);
            }
        } finally {
            enough.set(true);
            threads.shutdownNow();
        }
    }

    private List<Future<?>> load(EtcdRig rig, ExecutorService threads) {
        List<Future<?>> load = new ArrayList<>();
        AtomicLong revision = new AtomicLong(rig.client("m1").put("/registry/first", "value"));
        for (int writer = 0; writer < 2; writer++) {
            Random random = new Random(writer);
            EtcdClient client = rig.client("m" + (writer + 1));
            load.add(threads.submit(() -> untilEnough(() -> {
                byte[] value = new byte[random.nextInt(4096)];
                random.nextBytes(value);
                revision.accumulateAndGet(client.put("/registry/key" + random.nextInt(500), value), Math::max);
                if (random.nextInt(20) == 0) {
                    revision.accumulateAndGet(client.delete("/registry/key" + random.nextInt(500)), Math::max);
                }
            })));
        }
        load.add(threads.submit(() -> untilEnough(() -> {
            Thread.sleep(300);
            rig.client("m1").compact(revision.get() - 20);
        })));
        load.add(threads.submit(() -> untilEnough(() -> {
            for (String member : List.of("m1", "m2", "m3")) {
                Thread.sleep(500);
                var ignored = rig.client(member).maintenance().defragment(DefragmentRequest.getDefaultInstance());
            }
        })));
        return load;
    }
}
