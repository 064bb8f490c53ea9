package io.daytwo.etcd.mutants;

import io.daytwo.etcd.rig.EtcdClient;
import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.EtcdServer;
import io.daytwo.etcd.rig.Tool;
import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Small snapshots of real servers, each of another shape. */
final class BaseSnapshots {
    private static final EtcdRelease RELEASE = EtcdRelease.LINE_3_6;
    private static final int SMALL_PAGE = 1024;

    private final Path folder;
    private final Path oracle;

    BaseSnapshots(Path folder, Path oracle) {
        this.folder = folder;
        this.oracle = oracle;
    }

    void write() {
        empty();
        history();
        Path leases = snapshot("leases-and-auth", BaseSnapshots::leasesAndAuth);
        repaged("leases-small-pages", leases);
        snapshot("overflow", rig -> {
            put(rig.client(), "small", 5_000);
            put(rig.client(), "large", 17_000);
            put(rig.client(), "medium", 9_000);
        });
        Path many = snapshot("many", rig -> many(rig.client(), 400));
        repaged("three-levels", many);
        delete(many);
    }

    Path empty() {
        return snapshot("empty", rig -> {});
    }

    Path history() {
        return snapshot("history", BaseSnapshots::history);
    }

    private Path snapshot(String name, Consumer<EtcdRig> fill) {
        try (EtcdRig rig = EtcdRig.of(RELEASE).fast().flag("bcrypt-cost", 4).start()) {
            fill.accept(rig);
            Path file = folder.resolve(name + ".db");
            ctl(rig).with("--user", "root:secret", "snapshot", "save", file).run();
            if (!Files.exists(file)) {
                ctl(rig).with("snapshot", "save", file).run().ok();
            }
            return file;
        }
    }

    private static void history(EtcdRig rig) {
        EtcdClient client = rig.client();
        many(client, 30);
        many(client, 15);
        for (int i = 0; i < 30; i += 4) {
            long ignored = client.delete("/registry/pods/default/pod-" + i);
        }
        long compacted = client.put("/registry/after", "deletes");
        for (int i = 20; i < 24; i++) {
            long ignored = client.delete("/registry/pods/default/pod-" + i);
        }
        client.compact(compacted);
        var alarm = client.maintenance()
                .alarm(AlarmRequest.newBuilder()
                        .setAction(AlarmRequest.AlarmAction.ACTIVATE)
                        .setMemberID(client.status().getHeader().getMemberId())
                        .setAlarm(AlarmType.NOSPACE)
                        .build());
        assert alarm.getAlarmsCount() == 1;
    }

    private static void leasesAndAuth(EtcdRig rig) {
        EtcdClient client = rig.client();
        for (int i = 0; i < 4; i++) {
            long lease = client.grant(3600L * (i + 1));
            for (int k = 0; k < 3; k++) {
                long ignored = client.put("/lease/" + i + "/" + k, "held".getBytes(StandardCharsets.UTF_8), lease);
            }
        }
        Tool ctl = ctl(rig);
        ctl.with("user", "add", "root:secret").run().ok();
        ctl.with("user", "add", "reader:secret").run().ok();
        ctl.with("role", "add", "readers").run().ok();
        ctl.with("role", "grant-permission", "readers", "--prefix=true", "read", "/lease/")
                .run()
                .ok();
        ctl.with("user", "grant-role", "reader", "readers").run().ok();
        ctl.with("user", "grant-role", "root", "root").run().ok();
        ctl.with("auth", "enable").run().ok();
    }

    private static void many(EtcdClient client, int keys) {
        for (int first = 0; first < keys; first += 100) {
            Map<String, byte[]> batch = new TreeMap<>();
            for (int i = first; i < Math.min(keys, first + 100); i++) {
                batch.put(
                        "/registry/pods/default/pod-" + i, ("{\"number\":" + i + "}").getBytes(StandardCharsets.UTF_8));
            }
            long ignored = client.putAll(batch);
        }
    }

    private static void put(EtcdClient client, String key, int bytes) {
        byte[] value = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            value[i] = (byte) ('a' + i % 26);
        }
        long ignored = client.put("/registry/configmaps/" + key, value);
    }

    private static Tool ctl(EtcdRig rig) {
        EtcdServer member = rig.members().get(0);
        return Tool.of(RELEASE.etcdctl(), "--endpoints", member.clientUrl());
    }

    /** Pages of 1 KiB make deep trees of few records. */
    private Path repaged(String name, Path snapshot) {
        try (Oracle tool = new Oracle(oracle)) {
            Path raw = folder.resolve(name + ".raw");
            tool.repage(snapshot, raw, SMALL_PAGE);
            byte[] content = Files.readAllBytes(raw);
            Files.delete(raw);
            return Files.write(
                    folder.resolve(name + ".db"), MutantFactory.join(content, MutantFactory.sha256(content)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
