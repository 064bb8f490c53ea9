package io.daytwo.node;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** Asks for the passphrase of a key: once, for nobody can be told that it was wrong but by an error. */
final class Passphrase {
    private Passphrase() {}

    /** In the bytes that the library wants; the answer is cleared, the bytes are the caller's to clear. */
    static byte[] ask(Optional<Function<Path, char[]>> asked, Path key) {
        char[] secret = asked.map(ask -> ask.apply(key))
                .orElseThrow(() -> new SshConfigurationException(
                        key.toString(),
                        "is encrypted, and no passphrase was given",
                        "Give it with passphrase(…), or load the key into the agent with ssh-add " + key + ".",
                        null));
        byte[] room = new byte[3 * secret.length];
        ByteBuffer bytes = ByteBuffer.wrap(room);
        CoderResult unused = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(secret), bytes, true);
        Arrays.fill(secret, '\0');
        byte[] copy = Arrays.copyOf(room, bytes.position());
        Arrays.fill(room, (byte) 0);
        return copy;
    }
}
