package io.daytwo.node;

import io.daytwo.DayTwoException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A node showed a host key that must not be trusted. Nothing was sent to it but the key exchange. */
public final class HostKeyRejectedException extends DayTwoException {
    /** Why. */
    public enum Reason {
        /** No file knows a key of this host. */
        UNKNOWN,
        /** A file knows another key of the same type: another machine, a new installation, or an attack. */
        CHANGED,
        /** The host is known by keys of other types only. */
        OTHER_TYPE,
        /** A file says that this key must never be accepted. */
        REVOKED,
        /** A certificate authority signs the keys of this host, and this one has no certificate. */
        UNCERTIFIED,
        /** The key's certificate is not valid: wrong host, expired, or not signed by the authority. */
        BAD_CERTIFICATE
    }

    private final Reason reason;
    private final String node;
    private final String host;
    private final String keyType;
    private final String fingerprint;
    private final Path file;
    private final int line;

    HostKeyRejectedException(String node, HostKeyVerdict verdict, String evidence, @Nullable Throwable cause) {
        super(
                node + ": " + verdict.problem() + (evidence.isEmpty() ? "" : " (" + evidence + ")") + ". "
                        + "Nothing was sent.",
                verdict.remedy(),
                cause);
        this.reason = verdict.reason();
        this.node = node;
        this.host = verdict.host();
        this.keyType = verdict.keyType();
        this.fingerprint = verdict.fingerprint();
        this.file = verdict.record().map(KnownHost::file).orElse(verdict.first());
        this.line = verdict.record().map(KnownHost::line).orElse(0);
    }

    /** {@return why} */
    public Reason reason() {
        return reason;
    }

    /** {@return the node's name} */
    public String node() {
        return node;
    }

    /** {@return what the key was looked up by, e.g. {@code [10.0.0.11]:2222}} */
    public String host() {
        return host;
    }

    /** {@return the type of the key that was shown, e.g. {@code ssh-ed25519}} */
    public String keyType() {
        return keyType;
    }

    /** {@return the fingerprint of the key that was shown, as ssh-keygen prints it; empty if there was none} */
    public String fingerprint() {
        return fingerprint;
    }

    /** {@return the known_hosts file with the record that speaks against the key, or the one that would take it} */
    public Path file() {
        return file;
    }

    /** {@return the line of that record, from 1; empty if no record speaks about this host} */
    public OptionalInt line() {
        return line == 0 ? OptionalInt.empty() : OptionalInt.of(line);
    }
}
