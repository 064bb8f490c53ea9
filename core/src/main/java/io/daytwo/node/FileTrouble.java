package io.daytwo.node;

import io.daytwo.node.NodeFileException.Reason;

/** Tells why a script of {@link FileScript} failed. */
final class FileTrouble {
    private FileTrouble() {}

    static NodeFileException of(String path, CommandResult result) {
        String said = result.command().redact(result.stderr()).strip();
        return new NodeFileException(reason(result.exitStatus(), said), result.node(), path, words(said), null);
    }

    private static Reason reason(int status, String said) {
        return switch (status) {
            case FileScript.WRONG_TYPE -> Reason.WRONG_TYPE;
            case FileScript.EXISTS -> Reason.EXISTS;
            case FileScript.DAMAGED -> Reason.DAMAGED;
            default -> reason(said);
        };
    }

    private static Reason reason(String said) {
        // strerror(3) in the C locale, and dash's words for the same
        if (said.contains("No space left on device") || said.contains("Disk quota exceeded")) {
            return Reason.NO_SPACE;
        }
        if (said.contains("Permission denied")
                || said.contains("Operation not permitted")
                || said.contains("Read-only file system")) {
            return Reason.DENIED;
        }
        if (said.contains("No such file or directory") || said.contains("nonexistent")) {
            return Reason.MISSING;
        }
        return said.contains("Not a directory") ? Reason.WRONG_TYPE : Reason.FAILED;
    }

    /** The last line, without the long name of the file in it. */
    private static String words(String said) {
        String last = said.lines().reduce("", (before, line) -> line);
        int colon = last.lastIndexOf(": ");
        return colon < 0 ? last : last.substring(colon + 2);
    }
}
