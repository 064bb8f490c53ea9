package io.daytwo.manifests;

import io.daytwo.DayTwoException;
import java.util.List;

/** A static Pod did not come up, or not well. */
public final class PodNotStartedException extends DayTwoException {
    private final String node;
    private final String component;
    private final List<String> logLines;
    private final boolean putBack;

    PodNotStartedException(
            String node, String component, String problem, List<String> logLines, boolean putBack, String remedy) {
        super(
                node + ": " + component + " did not come up: " + problem
                        + (logLines.isEmpty()
                                ? " It left no log."
                                : " Its last words: " + String.join(" | ", logLines)),
                remedy);
        this.node = node;
        this.component = component;
        this.logLines = List.copyOf(logLines);
        this.putBack = putBack;
    }

    /** {@return the node's name} */
    public String node() {
        return node;
    }

    /** {@return the component} */
    public String component() {
        return component;
    }

    /** {@return the last lines of its container's log: at most five, shortened, what looks like a secret hidden} */
    public List<String> logLines() {
        return logLines;
    }

    /** {@return whether the manifest from before lies in its place again and its Pod is up} */
    public boolean isPutBack() {
        return putBack;
    }
}
