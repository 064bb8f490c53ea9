package io.daytwo.etcd.internal.bbolt;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What to write to a copy of a database, in this order: the metas come last, until then the copy is the old database.
 *
 * @param pieces what to write where
 * @param size bytes of the new database; what the file has beyond them is to be cut off
 */
public record Patch(List<Piece> pieces, long size) {
    /**
     * Some bytes.
     *
     * @param position where to write them
     * @param bytes what to write
     */
    public record Piece(long position, ByteBuffer bytes) {}

    /** Copies the list. */
    public Patch {
        pieces = List.copyOf(pieces);
    }
}
