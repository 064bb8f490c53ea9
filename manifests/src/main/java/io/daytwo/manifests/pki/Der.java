package io.daytwo.manifests.pki;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** As much of DER as it takes to put a PKCS#8 envelope around an older private key. */
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int PARAMETERS = 0xa0;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    /** rsaEncryption, 1.2.840.113549.1.1.1, and NULL. */
    private static final byte[] RSA = {
        0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };

    /** id-ecPublicKey, 1.2.840.10045.2.1. */
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private Der() {}

    /** RFC 8017 A.1.2 into RFC 5208. */
    static byte[] pkcs8OfRsa(byte[] pkcs1) {
        return element(SEQUENCE, VERSION_0, element(SEQUENCE, RSA), element(OCTET_STRING, pkcs1));
    }

    /** RFC 5915 into RFC 5208; the curve stands in the key itself. Empty where it does not. */
    static Optional<byte[]> pkcs8OfEc(byte[] sec1) {
        return child(sec1, PARAMETERS)
                .map(curve -> element(SEQUENCE, VERSION_0, element(SEQUENCE, EC, curve), element(OCTET_STRING, sec1)));
    }

    /** The content of the first child with a tag. */
    private static Optional<byte[]> child(byte[] sequence, int tag) {
        try {
            ByteBuffer in = ByteBuffer.wrap(sequence);
            in.get();
            int length = length(in);
            in.limit(in.position() + length);
            while (in.hasRemaining()) {
                int found = in.get() & 0xff;
                byte[] content = new byte[length(in)];
                in.get(content);
                if (found == tag) {
                    return Optional.of(content);
                }
            }
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static int length(ByteBuffer in) {
        int first = in.get() & 0xff;
        if (first < 0x80) {
            return bounded(first, in);
        }
        int length = 0;
        for (int i = first & 0x7f; i > 0; i--) {
            length = bounded(length, in) << 8 | (in.get() & 0xff);
        }
        return bounded(length, in);
    }

    /** No allocation, and no overflow, beyond what the file itself holds. */
    private static int bounded(int length, ByteBuffer in) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        return length;
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (39 - Integer.numberOfLeadingZeros(length)) / 8;
            out.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                out.write(length >> shift);
            }
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
