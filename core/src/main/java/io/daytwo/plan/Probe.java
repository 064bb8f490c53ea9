package io.daytwo.plan;

/** Hears of every boundary at which a run may die; the crash tests kill it there. */
@FunctionalInterface
interface Probe {
    Probe NONE = point -> {};

    void at(String point);
}
