package io.daytwo.node;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What a command reads. Opened anew for each run. */
@FunctionalInterface
interface CommandInput {
    CommandInput NONE = new Bytes(new byte[0]);

    InputStream open() throws IOException;

    /** Bytes in memory. */
    final class Bytes implements CommandInput {
        private final byte[] content;

        Bytes(byte[] content) {
            this.content = content;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(content);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes that && Arrays.equals(content, that.content);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(content);
        }
    }

    /** A file of this machine. */
    record LocalFile(Path file) implements CommandInput {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }
    }
}
