package io.daytwo.cluster;

import java.net.URI;

/**
 * One API server of a kubeadm cluster, at its own address.
 *
 * @param node where its static Pod runs
 * @param endpoint {@code https://ADDRESS:PORT} as it advertises itself
 */
public record ApiServer(String node, URI endpoint) {}
