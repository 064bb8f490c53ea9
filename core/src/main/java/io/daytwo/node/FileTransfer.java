package io.daytwo.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** Moves the bytes of large files. */
interface FileTransfer {
    /** What to write where. */
    record Writing(String path, String kind, String nonce, String mode, String hash, Duration limit) {}

    /** Opens what is to be sent. */
    interface Source {
        InputStream open() throws IOException;
    }

    /** Writes a file as {@link FileScript} does; what the script says is judged by the caller. */
    CommandResult send(Writing writing, Source source);

    /** Copies a regular file into a stream. */
    CommandResult fetch(String path, OutputStream to, Duration limit);
}
