package io.daytwo.etcd.demo;

import io.daytwo.DayTwoException;
import io.daytwo.etcd.EtcdBackup;
import io.daytwo.etcd.rig.EtcdClient;
import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.EtcdServer;
import io.daytwo.etcd.rig.KubeadmNodeFolder;
import io.daytwo.etcd.rig.KubeadmPki;
import io.daytwo.etcd.snapshot.Restore;
import io.daytwo.etcd.snapshot.RestoredMember;
import io.daytwo.etcd.snapshot.Snapshot;
import io.daytwo.etcd.snapshot.SnapshotReport;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The library's main job on a real cluster: a verified backup of a three-member TLS etcd laid out as kubeadm does, the
 * cluster destroyed, all members restored, every key compared. Exit status 1 and a last line that says so when anything
 * is not as it should be.
 */
public final class Demo {
    private static final int OBJECTS = 4_000;
    private static final int LEASES = 20;
    private static final int LOST = 1_000;
    private static final int BATCH = 100;

    private final Console console;
    private final EtcdRelease release;
    private final List<Long> leases = new ArrayList<>();

    private Demo(Console console, EtcdRelease release) {
        this.console = console;
        this.release = release;
    }

    /** Argument: the line of etcd, {@code 3.6} without one. */
    public static void main(String[] args) {
        PrintStream out = System.out;
        Console console = new Console(out);
        int exit = 1;
        try {
            String line = args.length == 0 ? "3.6" : args[0];
            EtcdRelease release = EtcdRelease.valueOf("LINE_" + line.replace('.', '_'));
            new Demo(console, release).run();
            exit = 0;
        } catch (DayTwoException e) {
            console.say("%s", e.getMessage());
            console.verdict("FAILED: %s", e.getClass().getSimpleName());
        } catch (Exception | AssertionError e) {
            e.printStackTrace(out);
            console.verdict("FAILED: %s", e.getMessage());
        }
        System.exit(exit);
    }

    private void run() throws Exception {
        KubeadmPki pki = KubeadmPki.create();
        try (EtcdRig cluster = EtcdRig.of(release).members(3).tls(pki).prepare()) {
            console.step("Start etcd " + release.version() + ": three members, TLS, laid out as kubeadm does", () -> {
                EtcdRig running = cluster.start();
                cluster.nodes()
                        .forEach(node -> console.say("%s  %s  %s", node.node(), node.clientUrl(), node.manifest()));
                return running;
            });
            Map<String, String> objects =
                    console.step("Write " + OBJECTS + " keys and " + LEASES + " leases", () -> fill(cluster.client()));
            Path file = cluster.folder().resolve("etcd-0300.db");
            Snapshot snapshot = console.step(
                    "EtcdBackup.of(cp1).save(etcd-0300.db)",
                    () -> backup(cluster.nodes().get(0), file));
            long last = console.step(
                    "Write " + LOST + " keys more, which the backup lacks", () -> writeMore(cluster.client()));
            console.step("Destroy the cluster: kill -9, every data directory deleted", () -> destroy(cluster));
            console.step("Restore all three members from the one file, offline", () -> restore(cluster, snapshot));
            console.step("Start the restored members", () -> start(cluster));
            console.step("Compare", () -> compare(cluster, objects, last));
            console.verdict("OK: all %d keys of the backup are back on 3 of 3 members", objects.size());
        }
    }

    private Map<String, String> fill(EtcdClient client) {
        Map<String, String> objects = new TreeMap<>();
        for (int first = 0; first < OBJECTS; first += BATCH) {
            Map<String, byte[]> batch = new TreeMap<>();
            for (int number = first; number < first + BATCH; number++) {
                String key = "/registry/configmaps/shop/settings-" + number;
                String value = "{\"kind\":\"ConfigMap\",\"number\":" + number + ",\"data\":\""
                        + "x".repeat(number % 700) + "\"}";
                batch.put(key, value.getBytes(StandardCharsets.UTF_8));
                objects.put(key, value);
            }
            long ignored = client.putAll(batch);
        }
        for (int number = 0; number < LEASES; number++) {
            long lease = client.grant(3600);
            leases.add(lease);
            String key = "/registry/masterleases/10.0.0." + number;
            String value = "holder-" + number;
            long ignored = client.put(key, value.getBytes(StandardCharsets.UTF_8), lease);
            objects.put(key, value);
        }
        console.say("revision %d", client.revision());
        return objects;
    }

    private Snapshot backup(KubeadmNodeFolder node, Path file) {
        try (var executor = node.executor()) {
            Snapshot snapshot = EtcdBackup.of(executor).save(file);
            console.say("endpoint, CA, certificate and key come from the node's etcd.yaml");
            SnapshotReport report = snapshot.report();
            console.say("%s", report);
            return snapshot;
        }
    }

    private long writeMore(EtcdClient client) {
        for (int first = 0; first < LOST; first += BATCH) {
            Map<String, byte[]> batch = new TreeMap<>();
            for (int number = first; number < first + BATCH; number++) {
                batch.put("/registry/events/late-" + number, new byte[100]);
            }
            long ignored = client.putAll(batch);
        }
        long last = client.delete("/registry/configmaps/shop/settings-7");
        console.say("and one deleted; the last revision clients have seen is %d", last);
        return last;
    }

    private Void destroy(EtcdRig cluster) {
        cluster.members().forEach(EtcdServer::kill);
        cluster.nodes().forEach(node -> EtcdRig.deleteTree(node.dataDir()));
        cluster.nodes().forEach(node -> console.say("%s  %s is gone", node.node(), node.dataDir()));
        return null;
    }

    private Void restore(EtcdRig cluster, Snapshot snapshot) throws Exception {
        Restore restore = Restore.from(snapshot);
        for (EtcdServer member : cluster.members()) {
            restore = restore.member(member.name(), member.peerUrl());
        }
        Path restored = cluster.folder().resolve("restored");
        for (RestoredMember member : restore.toDataDirs(restored)) {
            Path home = cluster.node(member.name()).dataDir();
            Files.move(member.dataDir(), home);
            console.say("%s  %s", member.name(), home);
        }
        return null;
    }

    private EtcdRig start(EtcdRig cluster) {
        console.say(
                "kubeadm lets each etcd compare itself with its peers first, with 7 s of patience for each not up yet");
        return cluster.start();
    }

    private Void compare(EtcdRig cluster, Map<String, String> objects, long last) {
        for (EtcdServer member : cluster.members()) {
            Map<String, String> found = cluster.client(member.name()).all();
            require(found.equals(objects), member.name() + " does not hold exactly the keys and values of the backup");
            console.say("%s  %d keys, all values as in the backup", member.name(), found.size());
        }
        long revision = cluster.client().revision();
        require(revision >= last, "revision " + revision + " is lower than " + last);
        Set<Long> hashes = cluster.members().stream()
                .map(member -> cluster.client(member.name()).hashKv(revision).getHash() & 0xFFFFFFFFL)
                .collect(Collectors.toSet());
        require(hashes.size() == 1, "members differ in HashKV: " + hashes);
        console.say(
                "HashKV %08x on all members at revision %d", hashes.iterator().next(), revision);
        console.say("the revision did not go backwards: clients had seen %d", last);
        require(leases.stream().allMatch(lease -> cluster.client().ttl(lease) > 0), "a lease is gone");
        console.say("%d leases are alive", leases.size());
        return null;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
