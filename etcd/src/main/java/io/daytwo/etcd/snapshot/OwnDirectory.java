package io.daytwo.etcd.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;

/** Tells what this user's runs have made from what others may have put in their way, in {@code /tmp} for instance. */
final class OwnDirectory {
    private static final String MODE = "rwx------";

    private OwnDirectory() {}

    /** {@return whether nobody but this user, and root, can have put anything into it} */
    static boolean is(Path directory) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return true;
        }
        PosixFileAttributes found = view.readAttributes();
        return found.owner().equals(thisUser(directory))
                && PosixFilePermissions.toString(found.permissions()).equals(MODE);
    }

    private static UserPrincipal thisUser(Path anywhere) throws IOException {
        try {
            return Files.getOwner(Path.of("/proc/self"));
        } catch (NoSuchFileException notLinux) {
            return anywhere.getFileSystem()
                    .getUserPrincipalLookupService()
                    .lookupPrincipalByName(System.getProperty("user.name"));
        }
    }
}
