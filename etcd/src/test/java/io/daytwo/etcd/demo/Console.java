package io.daytwo.etcd.demo;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Tells the demo's story: numbered steps, what came of each, how long it took. */
final class Console {
    private final PrintStream out;
    private final long start = System.nanoTime();
    private int step;

    Console(PrintStream out) {
        this.out = out;
    }

    /** Announces a step, does it, prints how long it took. */
    <T> T step(String title, Callable<T> work) throws Exception {
        out.printf(Locale.ROOT, "%n%d. %s%n", ++step, title);
        long before = System.nanoTime();
        T result = work.call();
        out.printf(Locale.ROOT, "   done in %.2f s%n", seconds(before));
        return result;
    }

    void say(String format, Object... values) {
        out.println("   " + String.format(Locale.ROOT, format, values).replace("\n", "\n   "));
    }

    /** The last line. */
    void verdict(String format, Object... values) {
        out.printf(Locale.ROOT, "%ndemo: %s (%.0f s)%n", String.format(Locale.ROOT, format, values), seconds(start));
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
