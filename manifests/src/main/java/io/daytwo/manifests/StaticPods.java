package io.daytwo.manifests;

import io.daytwo.node.NodeExecutor;
import java.util.Optional;

/** Static Pods of a node. Skeleton: bodies follow. */
@SuppressWarnings({"DoNotCallSuggester", "CheckReturnValue"})
public final class StaticPods {
    private StaticPods() {}

    /** Directory from the kubelet's own config. */
    public static StaticPods on(NodeExecutor node) {
        throw new UnsupportedOperationException(node.name());
    }

    /** Directory given. */
    public static StaticPods on(NodeExecutor node, String manifestDir) {
        throw new UnsupportedOperationException(node.name() + manifestDir);
    }

    /** {@return the folder the kubelet reads} */
    public String directory() {
        throw new UnsupportedOperationException();
    }

    /** Manifest of a component, e.g. {@code etcd}. */
    public StaticPodManifest manifest(String component) {
        throw new UnsupportedOperationException(component);
    }

    /** The same, empty where the node runs none. */
    public Optional<StaticPodManifest> find(String component) {
        throw new UnsupportedOperationException(component);
    }
}
