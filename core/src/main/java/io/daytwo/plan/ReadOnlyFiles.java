package io.daytwo.plan;

import io.daytwo.node.FileStat;
import io.daytwo.node.NodeFiles;
import java.util.List;
import java.util.Optional;

/** The reading half of a node's files. */
final class ReadOnlyFiles implements NodeFiles {
    private final NodeFiles files;

    ReadOnlyFiles(NodeFiles files) {
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
}
