package io.daytwo.plan;

/**
 * Knows whether a component of a node may be away now: quorum, ready API servers, disruption budgets. Asked in a
 * preview and again right before each disruptive step. Only reads; thread-safe.
 */
@FunctionalInterface
public interface Safeguard {
    /**
     * Answers for this moment.
     *
     * @param node the node's name
     * @param component e.g. {@code etcd}
     * @return whether it may be away
     */
    Answer mayBeAway(String node, String component);

    /** An answer. */
    sealed interface Answer {}

    /** It may be away. */
    record Yes() implements Answer {}

    /**
     * It must not be away now; nobody can consent to it.
     *
     * @param why whole sentences, with the arithmetic
     * @param remedy what to do, one sentence
     */
    record No(String why, String remedy) implements Answer {}

    /**
     * There is nothing that could take its place, e.g. one etcd member: it may be away if
     * {@link RunOptions#acceptDowntime()} consents.
     *
     * @param what what will not serve meanwhile, a whole sentence
     */
    record Downtime(String what) implements Answer {}
}
