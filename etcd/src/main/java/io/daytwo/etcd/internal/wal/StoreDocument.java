package io.daytwo.etcd.internal.wal;

import com.google.gson.stream.JsonWriter;
import io.daytwo.etcd.internal.mvcc.Membership;
import io.daytwo.etcd.internal.mvcc.VotingMember;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The v2 store as JSON, with the members in it and nothing else. etcd merges the document into an empty store, so watch
 * history and statistics, which etcd writes too, are left out. Format: {@code server/etcdserver/api/v2store}.
 */
final class StoreDocument {
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private final JsonWriter json;

    private StoreDocument(JsonWriter json) {
        this.json = json;
    }

    static byte[] of(Membership membership) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            new StoreDocument(json).write(membership);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write(Membership membership) throws IOException {
        json.beginObject().name("Root");
        open("/", 0);
        json.name("0");
        open("/0", 0);
        json.name("members");
        open("/0/members", 1);
        long index = 0;
        for (VotingMember member : membership.members()) {
            member(member, ++index);
        }
        close();
        close();
        json.name("1");
        open("/1", 0);
        close();
        close();
        json.name("CurrentIndex").value(index);
        json.name("CurrentVersion").value(2);
        json.endObject();
    }

    private void member(VotingMember member, long index) throws IOException {
        String path = "/0/members/" + member.hexId();
        json.name(member.hexId());
        open(path, index);
        json.name("raftAttributes");
        head(path + "/raftAttributes", index, member.raftAttributesJson());
        json.name("Children").nullValue().endObject();
        close();
    }

    private void open(String path, long index) throws IOException {
        head(path, index, "");
        json.name("Children").beginObject();
    }

    private void close() throws IOException {
        json.endObject().endObject();
    }

    private void head(String path, long index, String value) throws IOException {
        json.beginObject().name("Path").value(path);
        json.name("CreatedIndex").value(index).name("ModifiedIndex").value(index);
        json.name("ExpireTime").value(NEVER).name("Value").value(value);
    }
}
