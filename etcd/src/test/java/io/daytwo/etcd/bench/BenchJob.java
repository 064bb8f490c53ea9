package io.daytwo.etcd.bench;

import io.daytwo.etcd.EtcdBackup;
import io.daytwo.etcd.EtcdCluster;
import io.daytwo.etcd.EtcdTls;
import io.daytwo.etcd.snapshot.Restore;
import io.daytwo.etcd.snapshot.Snapshot;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** One job of the bench as a process of its own. */
public final class BenchJob {
    private BenchJob() {}

    /**
     * Runs it.
     *
     * @param args {@code verify FILE}, {@code hashkv FILE}, {@code restore FILE FOLDER PEER-URL}, {@code save ENDPOINT
     *     FILE}, or {@code saves ENDPOINT FILE}: once for each line of standard input, in one warm process
     */
    public static void main(String[] args) {
        if (args[0].equals("saves")) {
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                    .lines()
                    .forEach(line -> System.out.println(save(args[1], Path.of(args[2]))));
            return;
        }
        System.out.println(
                switch (args[0]) {
                    case "verify" -> Snapshot.open(Path.of(args[1])).verify();
                    case "hashkv" -> Snapshot.open(Path.of(args[1])).hashKv();
                    case "restore" ->
                        Restore.from(Snapshot.open(Path.of(args[1])))
                                .member("default", args[3])
                                .toDataDir("default", Path.of(args[2]));
                    case "save" -> save(args[1], Path.of(args[2]));
                    default -> throw new IllegalArgumentException("job: " + args[0]);
                });
    }

    private static Object save(String endpoint, Path target) {
        try (EtcdCluster cluster = EtcdCluster.at(List.of(endpoint), EtcdTls.none())) {
            return EtcdBackup.of(cluster).save(target).report();
        }
    }
}
