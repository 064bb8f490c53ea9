package io.daytwo.plan;

import io.daytwo.node.FileStat;
import io.daytwo.node.NodeFiles;
import io.daytwo.progress.ProgressListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The reading half of a node's files; the writing half is refused. */
final class ReadOnlyFiles implements NodeFiles {
    private final String node;
    private final NodeFiles files;

    ReadOnlyFiles(String node, NodeFiles files) {
        this.node = node;
        this.files = files;
    }

    @Override
    public byte[] read(String path, long maxBytes) {
        return files.read(path, maxBytes);
    }

    @Override
    public boolean exists(String path) {
        return files.exists(path);
    }

    @Override
    public Optional<FileStat> stat(String path) {
        return files.stat(path);
    }

    @Override
    public List<String> list(String dir) {
        return files.list(dir);
    }

    @Override
    public String sha256(String path) {
        return files.sha256(path);
    }

    @Override
    public void download(String path, Path to, ProgressListener listener) {
        files.download(path, to, listener);
    }

    @Override
    public void create(String path, byte[] content, int mode) {
        throw new ChangeRefusedException(node, "create " + path);
    }

    @Override
    public void replace(String path, byte[] content) {
        throw new ChangeRefusedException(node, "replace " + path);
    }

    @Override
    public void upload(Path from, String path, ProgressListener listener) {
        throw new ChangeRefusedException(node, "upload to " + path);
    }
}
