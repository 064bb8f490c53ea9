package io.daytwo.node;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One line of a known_hosts file; its format is in sshd(8), SSH_KNOWN_HOSTS FILE FORMAT. */
final class KnownHost {
    /** What a line says about its key. */
    enum Marker {
        /** It is the host's. */
        NONE,
        /** It signs certificates of the hosts. */
        CERT_AUTHORITY,
        /** It must never be accepted. */
        REVOKED
    }

    private static final String HASHED = "|1|";

    private final Path file;
    private final int line;
    private final Marker marker;
    private final String names;
    private final byte[] key;

    private KnownHost(Path file, int line, Marker marker, String names, byte[] key) {
        this.file = file;
        this.line = line;
        this.marker = marker;
        this.names = names;
        this.key = key;
    }

    /** Reads a line; empty for comments and, as ssh does, for what cannot be understood. */
    static Optional<KnownHost> parse(Path file, int number, String line) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return Optional.empty();
        }
        String[] words = text.split("[ \t]+", -1);
        Marker marker = switch (words[0]) {
            case "@cert-authority" -> Marker.CERT_AUTHORITY;
            case "@revoked" -> Marker.REVOKED;
            default -> Marker.NONE;
        };
        int first = marker == Marker.NONE ? 0 : 1;
        if (words.length < first + 3 || words[first].startsWith("@")) {
            return Optional.empty();
        }
        try {
            byte[] key = Base64.getDecoder().decode(words[first + 2]);
            boolean typed = HostKeyBlob.type(key).equals(words[first + 1]);
            return typed ? Optional.of(new KnownHost(file, number, marker, words[first], key)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean matches(String name) {
        return names.startsWith(HASHED) ? matchesHash(name) : HostPatterns.match(List.of(names.split(",", -1)), name);
    }

    private boolean matchesHash(String name) {
        String[] parts = names.substring(HASHED.length()).split("\\|", -1);
        if (parts.length != 2) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[0]), "HmacSHA1"));
            byte[] hash = mac.doFinal(name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts[1]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Where it was read. */
    Path file() {
        return file;
    }

    /** Which line of the file it is, from 1. */
    int line() {
        return line;
    }

    Marker marker() {
        return marker;
    }

    byte[] key() {
        return key.clone();
    }

    boolean isKey(byte[] other) {
        return Arrays.equals(key, other);
    }

    String type() {
        return HostKeyBlob.type(key);
    }
}
