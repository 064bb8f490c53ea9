package io.daytwo.etcd.internal.mvcc;

import io.daytwo.etcd.internal.proto.MalformedRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The texts and numbers that etcd keeps in its small buckets. */
final class StoredText {
    private static final Pattern VERSION =
            Pattern.compile("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{1,16}");

    private StoredText() {}

    static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }

    static String version(String text) {
        if (!VERSION.matcher(text).matches()) {
            throw new MalformedRecordException("A version that is none.");
        }
        return text;
    }

    static long id(String hex) {
        if (!HEX.matcher(hex).matches()) {
            throw new MalformedRecordException("A member id that is no hexadecimal number of 64 bits.");
        }
        return Long.parseUnsignedLong(hex, 16);
    }

    static long number(byte[] value) {
        if (value.length != Long.BYTES) {
            throw new MalformedRecordException("A number of " + value.length + " bytes where 8 are expected.");
        }
        return ByteBuffer.wrap(value).getLong();
    }
}
