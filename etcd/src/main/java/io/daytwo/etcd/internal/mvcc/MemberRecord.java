package io.daytwo.etcd.internal.mvcc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.daytwo.etcd.internal.proto.MalformedRecordException;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A member in the bucket {@code members}: JSON under its id in hexadecimal. Layout: etcd
 * {@code etcdserver/api/membership/member.go}.
 *
 * @param id its id, unsigned
 * @param name its name, empty before it published one
 * @param peerUrls where members reach it
 * @param clientUrls where clients reach it
 * @param learner whether it has no vote
 */
public record MemberRecord(long id, String name, List<String> peerUrls, List<String> clientUrls, boolean learner) {
    /**
     * Reads one.
     *
     * @param key the record's key
     * @param value the record's value
     * @return the member
     * @throws MalformedRecordException when it is not what etcd writes
     */
    public static MemberRecord decode(byte[] key, byte[] value) {
        JsonObject json = StoredText.object(value);
        long id = StoredText.id(StoredText.text(key));
        try {
            if (!json.has("id") || Long.parseUnsignedLong(json.get("id").getAsString()) != id) {
                throw new MalformedRecordException("A member whose id is not the one it is kept under.");
            }
            return new MemberRecord(
                    id,
                    json.has("name") ? json.get("name").getAsString() : "",
                    texts(json, "peerURLs"),
                    texts(json, "clientURLs"),
                    json.has("isLearner") && json.get("isLearner").getAsBoolean());
        } catch (IllegalStateException | UnsupportedOperationException | NumberFormatException e) {
            throw new MalformedRecordException("A member with a field of the wrong type.", e);
        }
    }

    private static List<String> texts(JsonObject json, String name) {
        JsonElement list = json.get(name);
        return list == null || list.isJsonNull()
                ? List.of()
                : StreamSupport.stream(list.getAsJsonArray().spliterator(), false)
                        .map(JsonElement::getAsString)
                        .toList();
    }
}
