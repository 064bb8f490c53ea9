package io.daytwo.etcd.internal.mvcc;

import com.google.gson.JsonObject;
import io.daytwo.etcd.internal.proto.MalformedRecordException;

/**
 * The buckets {@code meta} and {@code cluster}. Layout: etcd {@code storage/schema/bucket.go, cindex.go, version.go,
 * membership.go}, {@code mvcc/store.go}.
 */
final class MetaRecords {
    long consistentIndex;
    long term;
    long finishedCompaction = -1;
    long scheduledCompaction = -1;
    String storageVersion = "";
    String clusterVersion = "";
    String downgradeTarget = "";

    void meta(byte[] key, byte[] value) {
        switch (StoredText.text(key)) {
            case "consistent_index" -> consistentIndex = StoredText.number(value);
            case "term" -> term = StoredText.number(value);
            case "finishedCompactRev" ->
                finishedCompaction = Revision.decode(value).main();
            case "scheduledCompactRev" ->
                scheduledCompaction = Revision.decode(value).main();
            case "storageVersion" ->
                storageVersion = value.length == 0 ? "" : StoredText.version(StoredText.text(value));
            case "confState" -> {
                JsonObject unused = StoredText.object(value);
            }
            default -> {
                // of a newer etcd
            }
        }
    }

    void cluster(byte[] key, byte[] value) {
        String name = StoredText.text(key);
        if (name.equals("clusterVersion")) {
            clusterVersion = StoredText.version(StoredText.text(value));
        } else if (name.equals("downgrade")) {
            downgrade(StoredText.object(value));
        }
    }

    private void downgrade(JsonObject json) {
        try {
            if (json.has("enabled") && json.get("enabled").getAsBoolean()) {
                downgradeTarget = StoredText.version(
                        json.has("target-version") ? json.get("target-version").getAsString() : "");
            }
        } catch (IllegalStateException | UnsupportedOperationException e) {
            throw new MalformedRecordException("A downgrade with a field of the wrong type.", e);
        }
    }
}
