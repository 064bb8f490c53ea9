package io.daytwo.testbed;

import java.time.Duration;

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

    /** Bytes of new connections from other machines to that port are so late, each way; old connections are reset. */
    void delay(String machine, int port, Duration late) {
        run("delay", machine, Integer.toString(port), Long.toString(late.toMillis()));
    }

    /** New connections from other machines to that port are reset after so many bytes, counted in both ways. */
    void cutAfter(String machine, int port, long bytes) {
        run("delay", machine, Integer.toString(port), "0", Long.toString(bytes));
    }

    /** Takes {@link #delay} and {@link #cutAfter} back. */
    void undelay(String machine, int port) {
        run("undelay", machine, Integer.toString(port));
    }

    /**
     * Every certificate of the machine was issued so many days earlier, by its own CA; keys stay. Whoever reads it
     * sees.
     */
    void age(String machine, int days) {
        run("age", machine, Integer.toString(days));
    }

    private void run(String... words) {
        script.ok(words);
    }
}
