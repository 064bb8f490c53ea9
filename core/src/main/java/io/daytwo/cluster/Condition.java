package io.daytwo.cluster;

/**
 * One condition of an object.
 *
 * @param type e.g. {@code Ready}
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason one word, may be empty
 * @param message a sentence, may be empty
 */
public record Condition(String type, String status, String reason, String message) {}
