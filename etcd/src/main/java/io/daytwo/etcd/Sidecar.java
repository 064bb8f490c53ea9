package io.daytwo.etcd;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.daytwo.etcd.snapshot.SnapshotReport;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What {@code TARGET.json} says about a snapshot: enough to know it again, to see where it came from, and to see what
 * was compared. Numbers keep all 64 bits. Ids stand as etcd prints them: hexadecimal in its tables, decimal in its
 * JSON.
 */
record Sidecar(
        Path target,
        ArrivedSnapshot.Proof proof,
        List<KeySpaceHash> agreed,
        BackupSurvey survey,
        ReachableMember member,
        List<String> warnings,
        Instant time) {
    byte[] json() {
        SnapshotReport report = proof.report();
        JsonObject json = new JsonObject();
        json.addProperty("file", String.valueOf(target.getFileName()));
        json.addProperty("sha256", report.sha256());
        json.addProperty("size", report.fileSize());
        json.addProperty("revision", report.revision());
        json.addProperty("keys", report.totalKeys());
        json.addProperty("statusHash", String.format(Locale.ROOT, "%08x", report.hash()));
        json.add("hashKv", hashKv());
        json.addProperty("etcdVersion", member.status().version());
        if (!report.version().isEmpty()) {
            json.addProperty("storageVersion", report.version());
        }
        json.add("cluster", id(member.status().clusterId()));
        JsonObject from = id(member.status().memberId());
        from.addProperty("name", member.member().name());
        from.addProperty("endpoint", member.connection().endpoint().url());
        json.add("member", from);
        StoredNamespace.kubeSystem(member.connection()).ifPresent(uid -> json.addProperty("kubeSystemUid", uid));
        json.addProperty("quorum", survey.quorum() ? "yes" : "no quorum");
        json.add("warnings", strings(warnings));
        json.addProperty("time", time.toString());
        json.addProperty("daytwoVersion", DayTwoVersion.current());
        String text = new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(json);
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private JsonElement hashKv() {
        JsonObject json = new JsonObject();
        json.addProperty("hash", proof.hashKv().hash());
        json.addProperty("revision", proof.hashKv().revision());
        json.addProperty("compactRevision", proof.hashKv().compactRevision());
        json.addProperty("confirmedByMember", proof.confirmed());
        json.add(
                "membersCompared",
                strings(agreed.stream().map(KeySpaceHash::member).toList()));
        return json;
    }

    private static JsonObject id(long id) {
        JsonObject json = new JsonObject();
        json.addProperty("idHex", Long.toHexString(id));
        json.add("id", new JsonPrimitive(new BigInteger(Long.toUnsignedString(id))));
        return json;
    }

    private static JsonArray strings(List<String> texts) {
        JsonArray json = new JsonArray();
        texts.forEach(json::add);
        return json;
    }
}
