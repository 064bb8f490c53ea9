package io.daytwo.testkit;

/** How much output the contract's flood is: 64 MB, a gigabyte with {@code -Dtest.full=true}. */
final class Flood {
    static final long BYTES = Boolean.getBoolean("test.full") ? 1L << 30 : 64L << 20;

    private Flood() {}
}
