package io.daytwo.retry;

/**
 * Marks an exception whose reason may pass by itself, e.g. a connection that was refused. Only such failures are
 * retried; every other failure ends the work at once.
 */
public interface Transient {}
