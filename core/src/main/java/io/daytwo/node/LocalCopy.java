package io.daytwo.node;

import io.daytwo.node.NodeFileException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A file of this machine that is to be sent.
 *
 * @param file the file
 * @param size its bytes
 * @param hash its SHA-256
 */
record LocalCopy(Path file, long size, String hash) {
    private static final int BUFFER = 128 * 1024;

    static LocalCopy reading(Path file, String node, String path) {
        MessageDigest digest = Sha256.digest();
        long size = 0;
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            byte[] buffer = new byte[BUFFER];
            for (int count; (count = in.read(buffer)) >= 0; ) {
                size += count;
            }
        } catch (IOException e) {
            throw new NodeFileException(Reason.FAILED, node, path, file + " could not be read here: " + e, e);
        }
        return new LocalCopy(file, size, HexFormat.of().formatHex(digest.digest()));
    }

    InputStream open(ByteProgress progress) throws IOException {
        return new FilterInputStream(Files.newInputStream(file)) {
            @Override
            public int read(byte[] bytes, int from, int most) throws IOException {
                int count = super.read(bytes, from, most);
                progress.advanced(count);
                if (count < 0) {
                    progress.finished();
                }
                return count;
            }
        };
    }
}
