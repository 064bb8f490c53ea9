package io.daytwo.testkit;

import io.daytwo.node.NodeExecutor;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The machine of this JVM. */
class LocalNodeContractTest implements NodeExecutorContract, NodeFilesContract {
    @TempDir
    private static Path folder;

    @Override
    public NodeExecutor node() {
        return NodeExecutor.local();
    }

    @Override
    public String folder() {
        return folder.toString();
    }

    @Override
    public long floodBytes() {
        return Flood.BYTES;
    }
}
