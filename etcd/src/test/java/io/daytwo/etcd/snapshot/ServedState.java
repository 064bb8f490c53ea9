package io.daytwo.etcd.snapshot;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdServer;
import io.daytwo.etcd.rig.Tool;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a member serves to a client, as etcdctl prints it.
 *
 * @param keys every key with value, lease and all its revisions
 * @param leases seconds granted and keys attached, by id
 * @param access users and roles; empty where nobody has to log in
 */
record ServedState(JsonElement keys, Map<String, String> leases, String access) {
    static Tool etcdctl(EtcdServer member, Contents contents) {
        Tool ctl = Tool.of(EtcdRelease.LINE_3_6.etcdctl(), "--endpoints", member.clientUrl());
        return contents == Contents.AUTHENTICATION_ON ? ctl.with("--user", "root:secret") : ctl;
    }

    static ServedState of(EtcdServer member, Contents contents) {
        Tool ctl = etcdctl(member, contents);
        JsonObject keys =
                ctl.with("get", "", "--from-key", "-w", "json").run().json().getAsJsonObject();
        keys.remove("header");
        Map<String, String> leases = new TreeMap<>();
        ctl.with("lease", "list").run().ok().out().lines().skip(1).forEach(id -> leases.put(id, lease(ctl, id)));
        String access = contents == Contents.AUTHENTICATION_ON
                ? ctl.with("user", "get", "root").run().ok().out()
                        + ctl.with("role", "get", "readers").run().ok().out()
                : "";
        return new ServedState(keys, leases, access);
    }

    private static String lease(Tool ctl, String id) {
        JsonObject lease = ctl.with("lease", "timetolive", id, "--keys", "-w", "json")
                .run()
                .json()
                .getAsJsonObject();
        return lease.get("granted-ttl") + " s for " + lease.get("keys");
    }

    /** HashKV as the member has it now. */
    static HashKv hash(EtcdServer member, Contents contents) {
        JsonObject hash = etcdctl(member, contents)
                .with("endpoint", "hashkv", "-w", "json")
                .run()
                .json()
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject()
                .getAsJsonObject("HashKV");
        return new HashKv(
                hash.get("hash").getAsLong(),
                hash.getAsJsonObject("header").get("revision").getAsLong(),
                hash.get("compact_revision").getAsLong());
    }
}
