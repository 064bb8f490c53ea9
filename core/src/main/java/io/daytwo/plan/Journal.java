package io.daytwo.plan;

import java.nio.file.Path;

/**
 * Where a run writes down what it does: one JSON object a line, each with a checksum, on disk before a step is applied
 * and after it was found done. The same journal resumes an interrupted run; reality decides what is left to do, the
 * journal keeps the facts that must not change between attempts. One journal may hold several plans one after another,
 * but does not begin another while one is unfinished. Written with mode 0600; holds no secrets.
 *
 * @param path the file; it is created when missing, its folder (0700) too
 */
public record Journal(Path path) {
    /**
     * A journal in a file.
     *
     * @param path the file
     * @return the journal
     */
    public static Journal at(Path path) {
        return new Journal(path.toAbsolutePath());
    }

    /** The journal of a plan whose caller named none: the same for every attempt of the same plan. */
    static Journal ofPlan(Fingerprint plan) {
        return at(Path.of(System.getProperty("user.home"), ".daytwo", plan.brief() + ".journal"));
    }
}
