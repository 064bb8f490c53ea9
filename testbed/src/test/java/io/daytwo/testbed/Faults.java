package io.daytwo.testbed;

/**
 * What can go wrong, as verbs; all machines are named as {@code testbed ps} does. Each ends with the story's cluster.
 */
final class Faults {
    /** This machine, as a side of a partition. */
    static final String OPERATOR = "operator";

    private final TestbedScript script;

    Faults(TestbedScript script) {
        this.script = script;
    }

    /** All processes gone at once. The page cache survives: no power cut. */
    void crash(String machine) {
        run("crash", machine);
    }

    /** A crashed machine up again, to its sshd. */
    void boot(String machine) {
        run("boot", machine);
    }

    /** No packet between the two. */
    void partition(String one, String other) {
        run("partition", one, other);
    }

    /** No packet between it and anybody, the operator included. */
    void isolate(String machine) {
        run("partition", machine);
    }

    void heal() {
        run("heal");
    }

    /** Live sessions end, sshd stays. */
    void cutSsh(String machine) {
        run("cut-ssh", machine);
    }

    /** Nothing is left of the machine's disk but so many kilobytes. */
    void fill(String machine, String folder, int keepKilobytes) {
        run("fill", machine, folder, Integer.toString(keepKilobytes));
    }

    void unfill(String machine) {
        run("unfill", machine);
    }

    /** SIGSTOP. */
    void freeze(String machine, String process) {
        run("freeze", machine, process);
    }

    void thaw(String machine, String process) {
        run("thaw", machine, process);
    }

    /** A systemd unit, or a static Pod, whose manifest is parked. */
    void stop(String machine, String component) {
        run("stop", machine, component);
    }

    void start(String machine, String component) {
        run("start", machine, component);
    }

    /** Inverts bytes in the middle of the file; size and times stay. */
    void corrupt(String machine, String file) {
        run("corrupt", machine, file);
    }

    private void run(String... words) {
        script.ok(words);
    }
}
