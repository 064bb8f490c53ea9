package io.daytwo.etcd.internal.mvcc;

import com.google.gson.stream.JsonReader;
import io.daytwo.etcd.internal.proto.MalformedRecordException;
import java.io.IOException;
import java.util.List;

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
        Fields fields = new Fields();
        StoredJson.read(value, fields);
        if (StoredText.id(StoredText.text(key)) != fields.id) {
            throw new MalformedRecordException("A member whose id is not the one it is kept under.");
        }
        return new MemberRecord(fields.id, fields.name, fields.peerUrls, fields.clientUrls, fields.learner);
    }

    private static final class Fields implements StoredJson.Field {
        private long id;
        private String name = "";
        private List<String> peerUrls = List.of();
        private List<String> clientUrls = List.of();
        private boolean learner;

        @Override
        public void read(String field, JsonReader in) throws IOException {
            switch (field) {
                case "id" -> id = StoredJson.id(in);
                case "name" -> name = StoredJson.text(in);
                case "peerURLs" -> peerUrls = StoredJson.texts(in);
                case "clientURLs" -> clientUrls = StoredJson.texts(in);
                case "isLearner" -> learner = in.nextBoolean();
                default -> in.skipValue();
            }
        }
    }
}
