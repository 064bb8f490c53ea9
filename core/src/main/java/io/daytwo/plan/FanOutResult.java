package io.daytwo.plan;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a fan-out.
 *
 * @param what what was done
 * @param outcomes by node, in the nodes' order; every node is in it
 * @param <T> what was asked for
 */
public record FanOutResult<T>(String what, Map<String, NodeOutcome<T>> outcomes) {
    /**
     * Copies the map, keeping its order.
     *
     * @param what what was done
     * @param outcomes by node
     */
    public FanOutResult {
        outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
    }

    /** {@return the nodes on which it did not work or was not begun} */
    public List<String> failed() {
        return outcomes.entrySet().stream()
                .filter(entry -> !(entry.getValue() instanceof NodeOutcome.Succeeded))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** {@return what the nodes returned on which it worked} */
    public Map<String, T> values() {
        Map<String, T> values = new LinkedHashMap<>();
        outcomes.forEach((node, outcome) -> {
            if (outcome instanceof NodeOutcome.Succeeded<T> succeeded) {
                values.put(node, succeeded.value());
            }
        });
        return values;
    }

    /**
     * Demands that it worked everywhere.
     *
     * @return this
     * @throws FanOutFailedException if it did not
     */
    @CanIgnoreReturnValue
    public FanOutResult<T> orThrow() {
        if (!failed().isEmpty()) {
            throw FanOutFailedException.of(this);
        }
        return this;
    }
}
