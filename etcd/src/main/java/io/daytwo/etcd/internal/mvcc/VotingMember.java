package io.daytwo.etcd.internal.mvcc;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * A voter of a cluster that is about to be. Format: {@code server/etcdserver/api/membership/member.go}.
 *
 * @param id the member id
 * @param name its name
 * @param peerUrls its peer URLs, ascending
 */
public record VotingMember(long id, String name, List<String> peerUrls) {
    /**
     * Computes the id as etcd does at bootstrap: from the peer URLs and the token; the name does not count.
     *
     * @param name its name
     * @param peerUrls its peer URLs
     * @param token the cluster token
     * @return the member
     */
    public static VotingMember of(String name, List<PeerUrl> peerUrls, String token) {
        List<String> sorted = peerUrls.stream().sorted().map(PeerUrl::text).toList();
        return new VotingMember(idOf(String.join("", sorted) + token), name, sorted);
    }

    static long idOf(String text) {
        return idOf(text.getBytes(StandardCharsets.UTF_8));
    }

    static long idOf(byte[] bytes) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-1").digest(bytes))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** {@return the id as etcd prints it: lower-case hex, no padding} */
    public String hexId() {
        return Long.toHexString(id);
    }

    /** {@return what stands for this member in the members bucket and in the log, field order as etcd's} */
    public byte[] json() {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject().name("id").jsonValue(Long.toUnsignedString(id));
            urls(json);
            json.name("name").value(name).endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** {@return its raft attributes alone, as the v2 store keeps them} */
    public String raftAttributesJson() {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            urls(json);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void urls(JsonWriter json) throws IOException {
        json.name("peerURLs").beginArray();
        for (String url : peerUrls) {
            json.value(url);
        }
        json.endArray();
    }
}
