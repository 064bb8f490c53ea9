package io.daytwo.testkit;

import io.daytwo.node.FileStat;
import io.daytwo.node.NodeFileException;
import io.daytwo.node.NodeFileException.Reason;
import io.daytwo.node.NodeFiles;
import io.daytwo.progress.ProgressEvent;
import io.daytwo.progress.ProgressListener;
import io.daytwo.testkit.FakeTree.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The files of a {@link FakeNode}. */
final class FakeFiles implements NodeFiles {
    private static final int MOST_NAMES = 10_000;

    private final String node;
    private final FakeTree tree = new FakeTree();
    private final Map<String, Reason> troubles = new HashMap<>();

    FakeFiles(String node) {
        this.node = node;
    }

    synchronized void put(String path, byte[] content, int mode) {
        tree.put(absolute(path), new FakeTree.File(content.clone(), mode(mode)));
    }

    synchronized void folder(String path) {
        tree.put(absolute(path), new FakeTree.Folder(Instant.now()));
    }

    synchronized void link(String path, String target) {
        tree.putLink(absolute(path), target);
    }

    synchronized void remove(String path) {
        tree.remove(absolute(path));
    }

    synchronized void trouble(String path, Reason reason) {
        troubles.put(absolute(path), reason);
    }

    private static String absolute(String path) {
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("path: not an absolute path");
        }
        return path;
    }

    private static int mode(int mode) {
        if (mode < 0 || mode > 0777) {
            throw new IllegalArgumentException("mode: not between 0 and 0777");
        }
        return mode;
    }

    private Place place(String path) {
        Reason reason = troubles.get(absolute(path));
        if (reason != null) {
            throw failure(reason, path);
        }
        return tree.find(path);
    }

    private NodeFileException failure(Reason reason, String path) {
        return NodeFileException.of(reason, node, path, "");
    }

    private FakeTree.File file(String path) {
        Place place = place(path);
        if (place.entry() instanceof FakeTree.File file) {
            return file;
        }
        throw failure(place.entry() == null && !place.throughFile() ? Reason.MISSING : Reason.WRONG_TYPE, path);
    }

    @Override
    public synchronized byte[] read(String path, long maxBytes) {
        byte[] content = file(path).content();
        if (content.length > maxBytes) {
            throw failure(Reason.TOO_LARGE, path);
        }
        return content.clone();
    }

    @Override
    public synchronized Optional<FileStat> stat(String path) {
        Place place = place(path);
        boolean link = tree.isLink(path);
        if (place.entry() instanceof FakeTree.File file) {
            return Optional.of(new FileStat(
                    path,
                    FileStat.Type.FILE,
                    link,
                    file.content().length,
                    file.mode(),
                    "root",
                    "root",
                    file.modified()));
        }
        if (place.entry() instanceof FakeTree.Folder folder) {
            return Optional.of(
                    new FileStat(path, FileStat.Type.FOLDER, link, 4096, 0755, "root", "root", folder.modified()));
        }
        return Optional.empty();
    }

    @Override
    public synchronized List<String> list(String dir) {
        Place place = place(dir);
        if (!(place.entry() instanceof FakeTree.Folder)) {
            throw failure(place.entry() == null && !place.throughFile() ? Reason.MISSING : Reason.WRONG_TYPE, dir);
        }
        List<String> names = tree.names(place.path());
        if (names.size() > MOST_NAMES) {
            throw failure(Reason.TOO_LARGE, dir);
        }
        return names;
    }

    @Override
    public synchronized String sha256(String path) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(file(path).content()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized void create(String path, byte[] content, int mode) {
        requireFileName(path);
        Place place = place(path);
        if (place.entry() != null || tree.isLink(path)) {
            throw failure(Reason.EXISTS, path);
        }
        Place parent = tree.find(FakeTree.parent(path));
        if (!(parent.entry() instanceof FakeTree.Folder)) {
            throw failure(parent.entry() == null && !parent.throughFile() ? Reason.MISSING : Reason.WRONG_TYPE, path);
        }
        tree.put(path, new FakeTree.File(content.clone(), mode(mode)));
    }

    private static void requireFileName(String path) {
        if (path.endsWith("/")) {
            throw new IllegalArgumentException("path: ends in a slash");
        }
    }

    @Override
    public synchronized void replace(String path, byte[] content) {
        requireFileName(path);
        tree.put(path, new FakeTree.File(content.clone(), file(path).mode()));
    }

    @Override
    public void upload(Path from, String path, ProgressListener listener) {
        try {
            byte[] content = Files.readAllBytes(from);
            create(path, content, 0600);
            tell("upload to " + node + ":" + path, content.length, listener);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void download(String path, Path to, ProgressListener listener) {
        byte[] content = read(path, Integer.MAX_VALUE);
        try {
            Files.createFile(
                    to, PosixFilePermissions.asFileAttribute(Set.copyOf(PosixFilePermissions.fromString("rw-------"))));
            Files.write(to, content, StandardOpenOption.WRITE);
            tell("download of " + node + ":" + path, content.length, listener);
        } catch (FileAlreadyExistsException e) {
            throw NodeFileException.of(Reason.EXISTS, "this machine", to.toString(), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void tell(String what, long bytes, ProgressListener listener) {
        ProgressListener guarded = listener.guarded();
        guarded.on(new ProgressEvent.Started(what, bytes));
        guarded.on(new ProgressEvent.Finished(what, bytes, Duration.ZERO));
    }
}
