package io.daytwo.manifests.pki;

import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;

/**
 * What a port of a node serves now, beside what lies on disk. A process may go on with what it read when it started.
 *
 * @param node the node's name
 * @param component who serves there, e.g. {@code kube-apiserver} or {@code kubelet}
 * @param host the address of the node that was asked
 * @param port the port that was asked
 * @param serverName the name that was asked for ({@code --tls-sni-cert-key}), empty for what the port shows to
 *     everybody
 * @param path the file that holds its certificate, empty if it makes one in memory, as controller manager and scheduler
 *     do unless told otherwise
 * @param file the first certificate in that file, empty if there is none or it cannot be read
 * @param served the certificate that it showed, empty if it did not answer with one
 */
public record ServedCertificate(
        String node,
        String component,
        String host,
        int port,
        Optional<String> serverName,
        Optional<String> path,
        Optional<X509Certificate> file,
        Optional<X509Certificate> served) {
    /** How the two compare. */
    public enum State {
        /** It serves what lies on disk. */
        AS_ON_DISK,
        /** It serves another certificate than the one on disk. */
        DIFFERS,
        /** It serves one that it made itself: nothing lies on disk. */
        IN_MEMORY,
        /** It serves one, but its file cannot be read as a certificate. */
        FILE_UNREADABLE,
        /** No certificate was shown: nothing listens, or what does speaks no TLS. */
        SILENT
    }

    /** {@return how the two compare} */
    public State state() {
        if (served.isEmpty()) {
            return State.SILENT;
        }
        if (path.isEmpty()) {
            return State.IN_MEMORY;
        }
        if (file.isEmpty()) {
            return State.FILE_UNREADABLE;
        }
        return served.equals(file) ? State.AS_ON_DISK : State.DIFFERS;
    }

    /** {@return whether it serves what it should: the file's certificate, or its own where there is no file} */
    public boolean isCurrent() {
        return state() == State.AS_ON_DISK || state() == State.IN_MEMORY;
    }

    /** {@return one line for a person, e.g. {@code cp1 kube-apiserver 10.0.0.11:6443 serves 6f01, as on disk}} */
    @Override
    public String toString() {
        return node + " " + component + " " + at() + " " + words();
    }

    /** Half a sentence. */
    String words() {
        return switch (state()) {
            case AS_ON_DISK -> "serves " + serial(served) + ", as on disk";
            case DIFFERS -> "serves " + serial(served) + ", on disk lies " + serial(file);
            case IN_MEMORY -> "serves " + serial(served) + ", made in memory";
            case FILE_UNREADABLE -> "serves " + serial(served) + ", on disk lies nothing readable";
            case SILENT -> "shows no certificate";
        };
    }

    String at() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port
                + serverName.map(name -> " (" + name + ")").orElse("");
    }

    static String serial(Optional<X509Certificate> certificate) {
        return certificate
                .map(one -> one.getSerialNumber().toString(16).toLowerCase(Locale.ROOT))
                .orElse("none");
    }
}
