package io.daytwo.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Chooses Pods by their labels, as apimachinery's {@code LabelSelectorAsSelector} does: all demands must hold, and none
 * of them means every Pod.
 *
 * @param exists whether there is a selector at all; without one no Pod is chosen
 * @param demands on labels
 */
public record PodSelector(boolean exists, List<Demand> demands) {
    /**
     * A demand on one label.
     *
     * @param key of the label
     * @param operator {@code In}, {@code NotIn}, {@code Exists} or {@code DoesNotExist}
     * @param values for In and NotIn
     */
    public record Demand(String key, String operator, List<String> values) {
        /**
         * Copies the list.
         *
         * @param key of the label
         * @param operator as the API has it
         * @param values may be empty
         */
        public Demand {
            values = List.copyOf(values);
        }

        private boolean holds(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case "In" -> value != null && values.contains(value);
                case "NotIn" -> value == null || !values.contains(value);
                case "Exists" -> value != null;
                default -> value == null;
            };
        }

        @Override
        public String toString() {
            return switch (operator) {
                case "In" ->
                    values.size() == 1 ? key + "=" + values.get(0) : key + " in (" + String.join(",", values) + ")";
                case "NotIn" -> key + " notin (" + String.join(",", values) + ")";
                case "Exists" -> key;
                default -> "!" + key;
            };
        }
    }

    /**
     * Copies the list.
     *
     * @param exists whether there is a selector
     * @param demands may be empty
     */
    public PodSelector {
        demands = List.copyOf(demands);
    }

    static PodSelector of(Json spec) {
        Json selector = spec.at("selector");
        List<Demand> demands = new ArrayList<>();
        selector.texts("matchLabels").forEach((key, value) -> demands.add(new Demand(key, "In", List.of(value))));
        for (Json expression : selector.list("matchExpressions")) {
            demands.add(new Demand(expression.text("key"), expression.text("operator"), expression.words("values")));
        }
        return new PodSelector(spec.has("selector"), demands);
    }

    /**
     * Whether labels satisfy all demands.
     *
     * @param labels of a Pod
     * @return false also when there is no selector
     */
    public boolean matches(Map<String, String> labels) {
        return exists && demands.stream().allMatch(demand -> demand.holds(labels));
    }

    /** As kubectl writes it. */
    @Override
    public String toString() {
        return String.join(",", demands.stream().map(Demand::toString).toList());
    }
}
