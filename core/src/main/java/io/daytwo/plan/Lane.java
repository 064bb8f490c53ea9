package io.daytwo.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Steps that run one after another.
 *
 * @param steps their places in the plan
 * @param keepers nodes that keep the facts of these steps: those that no other lane is at work on
 * @param isAlone whether nothing else runs meanwhile
 */
record Lane(List<Integer> steps, Set<String> keepers, boolean isAlone) {
    /** A plan in stages, one after another; each has one lane that is alone, or one for each worker. */
    static List<List<Lane>> stages(Plan plan) {
        List<List<Lane>> stages = new ArrayList<>();
        Map<String, List<Integer>> byWorker = new LinkedHashMap<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            Optional<String> worker = plan.steps().get(i).node().filter(plan.workers()::contains);
            if (worker.isPresent()) {
                byWorker.computeIfAbsent(worker.get(), name -> new ArrayList<>())
                        .add(i);
                continue;
            }
            end(plan, byWorker, stages);
            stages.add(List.of(new Lane(List.of(i), Set.copyOf(plan.nodes().names()), true)));
        }
        end(plan, byWorker, stages);
        return stages;
    }

    private static void end(Plan plan, Map<String, List<Integer>> byWorker, List<List<Lane>> stages) {
        if (!byWorker.isEmpty()) {
            List<Lane> lanes = new ArrayList<>();
            byWorker.forEach((worker, steps) -> lanes.add(new Lane(
                    List.copyOf(steps),
                    plan.nodes().names().stream()
                            .filter(name -> name.equals(worker) || !byWorker.containsKey(name))
                            .collect(Collectors.toSet()),
                    false)));
            stages.add(lanes);
            byWorker.clear();
        }
    }
}
