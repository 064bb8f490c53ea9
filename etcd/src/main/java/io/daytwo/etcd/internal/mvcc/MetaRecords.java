package io.daytwo.etcd.internal.mvcc;

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
            case "confState" -> StoredJson.read(value, (field, in) -> in.skipValue());
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
            downgrade(value);
        }
    }

    private void downgrade(byte[] value) {
        String[] target = {""};
        boolean[] enabled = {false};
        StoredJson.read(value, (field, in) -> {
            switch (field) {
                case "target-version" -> target[0] = StoredJson.text(in);
                case "enabled" -> enabled[0] = in.nextBoolean();
                default -> in.skipValue();
            }
        });
        downgradeTarget = enabled[0] ? StoredText.version(target[0]) : "";
    }
}
