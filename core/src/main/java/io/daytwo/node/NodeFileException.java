package io.daytwo.node;

import io.daytwo.DayTwoException;
import org.jspecify.annotations.Nullable;

/** A file of a node could not be read or written. At its path everything is as before. */
public final class NodeFileException extends DayTwoException {
    /** Why. */
    public enum Reason {
        /** Nothing lies there, or a link that leads nowhere. */
        MISSING("does not exist", "Check the path."),
        /** The user may not read or write it, or enter a folder on the way. */
        DENIED("may not be used by this user", "Run as root, or as a user who may."),
        /** Something lies where a new file should be created. */
        EXISTS("exists already", "Choose another name, or move what lies there aside."),
        /** The disk or the quota is full. */
        NO_SPACE("could not be written, for there is no space left", "Make room on the file system of its folder."),
        /** The bytes that arrived are not those that were sent. */
        DAMAGED(
                "did not arrive as it was sent",
                "Run it again; if it happens again, check the disks and memory of both machines, and that nobody else"
                        + " writes the file."),
        /** Longer than the caller's limit. */
        TOO_LARGE("is larger than expected of such a file", "Check that the path names the right file."),
        /** A folder, socket, pipe or device where a file was expected, or no folder where one was. */
        WRONG_TYPE("is not the kind of file expected", "Check the path."),
        /** Anything else, e.g. an I/O error. */
        FAILED("could not be read or written", "Check the disk and the kernel log of the node.");

        private final String problem;
        private final String remedy;

        Reason(String problem, String remedy) {
            this.problem = problem;
            this.remedy = remedy;
        }
    }

    private final Reason reason;
    private final String node;
    private final String path;
    private final String problem;

    NodeFileException(Reason reason, String node, String path, String evidence, @Nullable Throwable cause) {
        super(node + ": " + path + " " + reason.problem + inBrackets(evidence) + ".", reason.remedy, cause);
        this.reason = reason;
        this.node = node;
        this.path = path;
        this.problem = reason.problem + inBrackets(evidence);
    }

    /**
     * For those who implement {@link NodeFiles}.
     *
     * @param reason why
     * @param node the node's name
     * @param path the file
     * @param evidence what was seen, a few words, or empty
     * @return the error, to be thrown
     */
    public static NodeFileException of(Reason reason, String node, String path, String evidence) {
        return new NodeFileException(reason, node, path, evidence, null);
    }

    private static String inBrackets(String evidence) {
        return evidence.isEmpty() ? "" : " (" + evidence + ")";
    }

    /** {@return why} */
    public Reason reason() {
        return reason;
    }

    /** {@return the node's name} */
    public String node() {
        return node;
    }

    /** {@return the file} */
    public String path() {
        return path;
    }

    /** {@return what is wrong with it, the half sentence that follows its name} */
    public String problem() {
        return problem;
    }
}
