package io.daytwo.etcd;

import java.time.Duration;

/**
 * A member whose database file was rewritten.
 *
 * @param member which
 * @param led whether it was the leader then
 * @param bytesBefore size of the file before
 * @param bytesAfter and after
 * @param took how long it answered nothing
 */
public record DefragmentedMember(EtcdMember member, boolean led, long bytesBefore, long bytesAfter, Duration took) {
    @Override
    public String toString() {
        return member.label() + (led ? ", leader" : "") + ": " + bytesBefore + " -> " + bytesAfter + " bytes in "
                + took.toMillis() + " ms";
    }
}
