package io.daytwo.plan;

import io.daytwo.DayTwoException;
import java.util.List;
import java.util.stream.Collectors;

/** A plan may not be run now. Nothing was changed. */
public final class PlanBlockedException extends DayTwoException {
    /**
     * One reason.
     *
     * @param step the step's id; the plan's title where it concerns the whole plan
     * @param why whole sentences
     * @param remedy one sentence
     */
    public record Reason(String step, String why, String remedy) {}

    private final List<Reason> reasons;

    PlanBlockedException(List<Reason> reasons) {
        super(
                "Nothing was changed: "
                        + reasons.stream()
                                .map(reason -> reason.step() + ": " + reason.why())
                                .collect(Collectors.joining(" ")),
                reasons.stream().map(Reason::remedy).distinct().collect(Collectors.joining(" ")));
        this.reasons = List.copyOf(reasons);
    }

    PlanBlockedException(String step, String why, String remedy) {
        this(List.of(new Reason(step, why, remedy)));
    }

    /** {@return each reason, in the order of the steps} */
    public List<Reason> reasons() {
        return reasons;
    }
}
