package io.daytwo.manifests;

/**
 * Something about a file in the kubelet's folder that will hurt one day.
 *
 * @param kind what it is about
 * @param path the file on the node
 * @param problem a whole sentence with the evidence
 * @param remedy what to do about it, one sentence
 */
public record ManifestFinding(Kind kind, String path, String problem, String remedy) {
    /** What a finding is about. */
    public enum Kind {
        /** Two files define one Pod; the kubelet runs the one whose name sorts last and says nothing. */
        SECOND_FILE,
        /**
         * A backup or a temporary copy by its name: the kubelet knows no extensions, it is a manifest like any other.
         */
        COPY,
        /** A link: the kubelet does not see when what it points to changes, until it lists the folder again. */
        SYMLINK,
        /** Others than root own the file or may write it, which makes them root on this node. */
        OWNER,
        /** It could not be read as the manifest of a Pod: the kubelet may read it otherwise, or not at all. */
        UNREADABLE
    }

    /** {@return path, problem and remedy} */
    @Override
    public String toString() {
        return path + ": " + problem + " " + remedy;
    }
}
