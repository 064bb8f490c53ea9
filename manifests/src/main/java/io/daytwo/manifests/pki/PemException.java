package io.daytwo.manifests.pki;

import io.daytwo.DayTwoException;

/** A file holds no PEM that could be read. Never quotes the file. */
public final class PemException extends DayTwoException {
    /** Why. */
    public enum Reason {
        /** No byte but blanks. */
        EMPTY,
        /** Text or bytes without a PEM block. */
        NOT_PEM,
        /** A block without its end, or with content that is not base64. */
        DAMAGED,
        /** A private key that only a passphrase opens. */
        ENCRYPTED_KEY,
        /** A block that says CERTIFICATE and holds none. */
        BAD_CERTIFICATE,
        /** A block that says PRIVATE KEY and holds none that is understood. */
        BAD_KEY
    }

    private final Reason reason;
    private final String path;
    private final String problem;

    PemException(Reason reason, String path, String problem, String remedy) {
        super(path + " " + problem + ".", remedy);
        this.reason = reason;
        this.path = path;
        this.problem = problem;
    }

    /** {@return why} */
    public Reason reason() {
        return reason;
    }

    /** {@return the file} */
    public String path() {
        return path;
    }

    /** The half sentence that follows the path. */
    String problem() {
        return problem;
    }
}
