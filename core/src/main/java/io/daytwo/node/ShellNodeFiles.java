package io.daytwo.node;

import io.daytwo.node.NodeFileException.Reason;
import io.daytwo.progress.ProgressListener;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Files through commands, so that every executor and root behave alike. */
final class ShellNodeFiles implements NodeFiles {
    private static final int MOST_NAMES = 10_000;
    private static final int LONGEST_LIST = MOST_NAMES * 260;
    private static final int FOLDER = 0x4000;
    private static final int REGULAR = 0x8000;
    private static final int TYPE = 0xf000;
    private static final int PERMISSIONS = 0x1ff;

    private final NodeExecutor node;

    ShellNodeFiles(NodeExecutor node) {
        this.node = node;
    }

    /** A minute, and a second for each megabyte. */
    static Duration limit(long bytes) {
        return Duration.ofSeconds(60 + bytes / 1_000_000);
    }

    @Override
    public byte[] read(String path, long maxBytes) {
        long limit = Math.min(maxBytes, Integer.MAX_VALUE - 9);
        byte[] content = bytes(path, limit + 1, FileScript.READ, NodePath.requireText(path), Long.toString(limit + 1));
        if (content.length > limit) {
            throw failure(Reason.TOO_LARGE, path, "over " + limit + " bytes");
        }
        return content;
    }

    private byte[] bytes(String path, long most, String script, String... arguments) {
        BoundedBytes sink = new BoundedBytes(most);
        Command command = Command.readingShell(script, arguments);
        CommandResult result =
                node.run(command.wired(command.wiring().sink(sink)).timeout(limit(most)));
        if (!result.isSuccess()) {
            throw FileTrouble.of(path, result);
        }
        return sink.toByteArray();
    }

    /** Keeps no more than it should; the rest is the node's flood. */
    private static final class BoundedBytes extends ByteArrayOutputStream {
        private final long most;

        BoundedBytes(long most) {
            this.most = most;
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int count) {
            super.write(bytes, from, (int) Math.min(count, most - size()));
        }
    }

    @Override
    public Optional<FileStat> stat(String path) {
        CommandResult result = node.run(Command.readingShell(FileScript.STAT, NodePath.requireText(path)));
        if (result.isSuccess()) {
            return Optional.of(parse(path, result.stdout()));
        }
        NodeFileException trouble = FileTrouble.of(path, result);
        if (trouble.reason() == Reason.MISSING || trouble.reason() == Reason.WRONG_TYPE) {
            return Optional.empty();
        }
        throw trouble;
    }

    private FileStat parse(String path, String text) {
        List<String> lines = text.lines().toList();
        String[] parts = lines.isEmpty() ? new String[0] : lines.get(0).split("/", -1);
        try {
            int mode = Integer.parseInt(parts[0], 16);
            return new FileStat(
                    path,
                    (mode & TYPE) == REGULAR
                            ? FileStat.Type.FILE
                            : (mode & TYPE) == FOLDER ? FileStat.Type.FOLDER : FileStat.Type.OTHER,
                    lines.size() > 1,
                    Long.parseLong(parts[1]),
                    mode & PERMISSIONS,
                    parts[5].equals("UNKNOWN") ? parts[3] : parts[5],
                    parts[6].equals("UNKNOWN") ? parts[4] : parts[6],
                    Instant.ofEpochSecond(Long.parseLong(parts[2])));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new NodeFileException(Reason.FAILED, node.name(), path, "stat printed " + text.strip(), e);
        }
    }

    @Override
    public List<String> list(String dir) {
        byte[] found = bytes(dir, LONGEST_LIST, FileScript.LIST, NodePath.requireText(dir));
        List<String> names = new ArrayList<>();
        int prefix = dir.getBytes(StandardCharsets.UTF_8).length + 1;
        int from = 0;
        for (int i = 0; i < found.length; i++) {
            if (found[i] == 0) {
                // find prints DIR/NAME
                names.add(new String(found, from + prefix, i - from - prefix, StandardCharsets.UTF_8));
                from = i + 1;
            }
        }
        if (names.size() > MOST_NAMES || found.length == LONGEST_LIST) {
            throw failure(Reason.TOO_LARGE, dir, "over " + MOST_NAMES + " names");
        }
        Collections.sort(names);
        return List.copyOf(names);
    }

    @Override
    public String sha256(String path) {
        long size = stat(path).map(FileStat::size).orElse(0L);
        CommandResult result = node.run(Command.readingShell(FileScript.SHA256, NodePath.requireText(path))
                .timeout(limit(size)));
        if (!result.isSuccess()) {
            throw FileTrouble.of(path, result);
        }
        return result.stdout().substring(0, Math.min(64, result.stdout().length()));
    }

    @Override
    public void create(String path, byte[] content, int mode) {
        if (mode < 0 || mode > PERMISSIONS) {
            throw new IllegalArgumentException("mode: not between 0 and 0777");
        }
        write(path, "create", content, mode);
    }

    @Override
    public void replace(String path, byte[] content) {
        write(path, "replace", content, 0);
    }

    private void write(String path, String kind, byte[] content, int mode) {
        send(path, kind, mode, content.length, new CommandInput.Bytes(content));
    }

    private void send(String path, String kind, int mode, long size, CommandInput content) {
        if (NodePath.requireText(path).endsWith("/")) {
            throw new IllegalArgumentException("path: ends in a slash");
        }
        String nonce = UUID.randomUUID().toString();
        Command writing = Command.changingShell(
                FileScript.WRITE, path, kind, nonce, Integer.toOctalString(mode), Long.toString(size));
        finish(
                path,
                node.run(writing.input(() -> new HashedContent(content.open(), size))
                        .timeout(limit(size))));
    }

    private static void finish(String path, CommandResult result) {
        if (!result.isSuccess()) {
            throw FileTrouble.of(path, result);
        }
    }

    @Override
    public void upload(Path from, String path, ProgressListener listener) {
        LocalCopy copy = LocalCopy.reading(from, node.name(), path);
        ByteProgress progress = new ByteProgress("upload to " + node.name() + ":" + path, copy.size(), listener);
        send(path, "create", 0600, copy.size(), () -> copy.open(progress));
        progress.finished();
    }

    @Override
    public void download(String path, Path to, ProgressListener listener) {
        FileStat stat = stat(path).orElseThrow(() -> failure(Reason.MISSING, path, ""));
        if (!stat.isFile()) {
            throw failure(Reason.WRONG_TYPE, path, "");
        }
        String what = "download of " + node.name() + ":" + path;
        try (LocalPart part = LocalPart.create(to, node.name(), path)) {
            ByteProgress progress = new ByteProgress(what, stat.size(), listener);
            finish(path, fetch(stat, part, progress));
            progress.finished();
            part.requireHash(sha256(path));
            part.complete();
        }
    }

    private CommandResult fetch(FileStat stat, LocalPart part, ByteProgress progress) {
        try {
            Command cat = Command.readingShell(FileScript.READ, stat.path(), Long.toString(Long.MAX_VALUE));
            return node.run(cat.wired(cat.wiring().sink(part.stream(progress))).timeout(limit(stat.size())));
        } catch (UncheckedIOException | CommandFailedException e) {
            part.requireWritten();
            throw e;
        }
    }

    private NodeFileException failure(Reason reason, String path, String evidence) {
        return new NodeFileException(reason, node.name(), path, evidence, null);
    }
}
