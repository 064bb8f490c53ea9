package io.daytwo.node;

import io.daytwo.node.NodeFileException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of this machine that is to be sent.
 *
 * @param file the file
 * @param size its bytes
 */
record LocalCopy(Path file, long size) {
    /** Opens it once, so that one that cannot be read is told of before anything is sent. */
    static LocalCopy reading(Path file, String node, String path) {
        try (InputStream in = Files.newInputStream(file)) {
            int unused = in.read(); // a folder can be opened
            return new LocalCopy(file, Files.size(file));
        } catch (IOException e) {
            throw new NodeFileException(Reason.FAILED, node, path, file + " could not be read here: " + e, e);
        }
    }

    InputStream open(ByteProgress progress) throws IOException {
        return new FilterInputStream(Files.newInputStream(file)) {
            @Override
            public int read(byte[] bytes, int from, int most) throws IOException {
                int count = super.read(bytes, from, most);
                progress.advanced(count);
                return count;
            }
        };
    }
}
