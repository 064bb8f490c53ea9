package io.daytwo.manifests.pki;

/**
 * A file in a role it cannot play.
 *
 * @param kind which mix-up
 * @param role what the file was given as: {@code CA}, {@code certificate} or {@code key}
 * @param path the file
 * @param problem one sentence: what the file is instead
 * @param remedy one sentence: which file to use
 */
public record Misassignment(Kind kind, String role, String path, String problem, String remedy) {
    /** The mix-ups told apart. */
    public enum Kind {
        /** A leaf certificate where a CA belongs. */
        CERTIFICATE_AS_CA
    }

    /** {@return whether nothing can work until it is put right; else it is a warning} */
    public boolean isBlocking() {
        return true;
    }
}
