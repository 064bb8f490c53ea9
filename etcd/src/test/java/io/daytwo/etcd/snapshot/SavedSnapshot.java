package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.rig.EtcdClient;
import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.EtcdServer;
import io.daytwo.etcd.rig.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Snapshots of real servers, taken by etcdctl. */
final class SavedSnapshot {
    /** How many there are after {@link #ofEverything}. */
    static final int KEYS = 121;

    private SavedSnapshot() {}

    /** Starts one member, lets it be filled, saves it and stops it. */
    static Path of(EtcdRelease release, Path file, Consumer<EtcdClient> fill) {
        try (EtcdRig rig = EtcdRig.of(release).fast().start()) {
            fill.accept(rig.client());
            return save(release, rig.members().get(0), file);
        }
    }

    static Path save(EtcdRelease release, EtcdServer member, Path file) {
        Tool.of(release.etcdctl(), "--endpoints", member.clientUrl(), "snapshot", "save", file)
                .run()
                .ok();
        return file;
    }

    /** Some of everything: keys overwritten and deleted, a compaction, a large value, a lease. */
    static void ofEverything(EtcdClient client) {
        long lease = client.grant(3600);
        for (int i = 0; i < 300; i++) {
            client.put("/registry/configmaps/a/" + i % 120, ("value " + i).repeat(1 + i % 40));
        }
        client.put("/registry/events/leased", "for an hour".getBytes(StandardCharsets.UTF_8), lease);
        client.put("/registry/large", new byte[1_200_000]);
        client.delete("/registry/configmaps/a/7");
        client.compact(client.revision() - 40);
        client.delete("/registry/configmaps/a/8");
        client.put("/registry/configmaps/a/8", "again");
    }
}
