package io.daytwo.manifests;

import io.daytwo.DayTwoException;
import java.util.List;

/** A static Pod still runs, or came back, although its manifest has been taken out of the kubelet's folder. */
public final class PodNotStoppedException extends DayTwoException {
    private final String node;
    private final String component;
    private final List<String> remains;

    private final boolean kubeletAtWork;

    PodNotStoppedException(
            String node, String component, List<String> remains, String manifest, boolean kubeletAtWork) {
        super(
                node + ": " + component + " did not stop: " + String.join(", ", remains) + ". Its manifest lies at "
                        + manifest + ".",
                (kubeletAtWork
                                ? "Look at what the kubelet does there: journalctl -u kubelet."
                                : "The kubelet of " + node + " is not at work: systemctl status kubelet.")
                        + " Then run it again.");
        this.node = node;
        this.component = component;
        this.remains = List.copyOf(remains);
        this.kubeletAtWork = kubeletAtWork;
    }

    /** The same after the manifest was moved. */
    PodNotStoppedException withManifestAt(String path) {
        return new PodNotStoppedException(node, component, remains, path, kubeletAtWork);
    }

    /** {@return the node's name} */
    public String node() {
        return node;
    }

    /** {@return the component} */
    public String component() {
        return component;
    }

    /** {@return what was left of it: processes, ports, locks} */
    public List<String> remains() {
        return remains;
    }
}
