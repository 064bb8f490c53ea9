package io.daytwo.cluster;

/**
 * One Pod, not its successor of the same name.
 *
 * @param namespace of the Pod
 * @param name of the Pod
 * @param uid of the Pod
 */
public record PodReference(String namespace, String name, String uid) {}
