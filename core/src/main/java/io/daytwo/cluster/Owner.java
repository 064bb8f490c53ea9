package io.daytwo.cluster;

/**
 * The controller of an object: what makes it anew when it is gone.
 *
 * @param apiVersion e.g. {@code apps/v1}
 * @param kind e.g. {@code ReplicaSet}
 * @param name of the controller
 * @param uid of the controller
 */
public record Owner(String apiVersion, String kind, String name, String uid) {}
