package io.daytwo.manifests;

import io.daytwo.DayTwoException;

/** A manifest was neither moved nor replaced; it lies as it lay. */
public final class ManifestRefusedException extends DayTwoException {
    /** Why. */
    public enum Reason {
        /** Its content is another one than was read: somebody else edited it. */
        CHANGED,
        /** A manifest lies in the kubelet's folder and another one is parked: only one of them can be meant. */
        OCCUPIED,
        /** It is a symbolic link, which the kubelet would see late and a rename would break. */
        LINK,
        /** The folder for parked manifests is on another file system, where a rename is a copy. */
        OTHER_FILE_SYSTEM,
        /** One of the two folders belongs to another user than the one who runs commands. */
        UNSAFE_FOLDER
    }

    private final Reason reason;
    private final String node;
    private final String path;
    private final String expected;
    private final String found;

    private ManifestRefusedException(
            Reason reason, String node, String path, String expected, String found, String problem, String remedy) {
        super(node + ": " + problem + " Nothing was changed.", remedy);
        this.reason = reason;
        this.node = node;
        this.path = path;
        this.expected = expected;
        this.found = found;
    }

    static ManifestRefusedException of(
            Reason reason, String node, String path, String other, String expected, String found) {
        String problem = switch (reason) {
            case CHANGED ->
                path + " is not what was read: its SHA-256 is " + found + ", expected was " + expected + ".";
            case OCCUPIED -> "two manifests of one Pod lie there, " + path + " and " + other + ".";
            case LINK -> path + " or " + other + " is a symbolic link.";
            case OTHER_FILE_SYSTEM ->
                path + " and " + other + " are on different file systems, so it cannot be moved in one step.";
            case UNSAFE_FOLDER ->
                "the folder of " + path + " or of " + other + " is not one of the user who runs commands.";
        };
        String remedy = switch (reason) {
            case CHANGED -> "Read it again, make the edit anew, and find out who else edits it.";
            case OCCUPIED -> "Decide which one counts and move the other one to a folder of your own.";
            case LINK -> "Put the file itself in its place.";
            case OTHER_FILE_SYSTEM -> "Keep both folders on one file system.";
            case UNSAFE_FOLDER -> "Connect with asRoot(), and make both folders root's.";
        };
        return new ManifestRefusedException(reason, node, path, expected, found, problem, remedy);
    }

    /** {@return why} */
    public Reason reason() {
        return reason;
    }

    /** {@return the node's name} */
    public String node() {
        return node;
    }

    /** {@return the file on the node} */
    public String path() {
        return path;
    }

    /** {@return the SHA-256 of what should lie there; may be empty} */
    public String expected() {
        return expected;
    }

    /** {@return the SHA-256 of what lies there, for {@link Reason#CHANGED}; may be empty} */
    public String found() {
        return found;
    }
}
