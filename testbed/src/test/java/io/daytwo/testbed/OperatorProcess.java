package io.daytwo.testbed;

import io.daytwo.plan.Journal;
import io.daytwo.plan.Plan;
import io.daytwo.plan.RunOptions;
import io.daytwo.progress.PlanEvent;
import io.daytwo.progress.ProgressEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The operator's JVM: runs a story's plan in a process of its own, which can be killed at a named step. It dies by what
 * the library lets everybody see, an event of the run, not by a hook in it.
 */
final class OperatorProcess {
    /** How a killed one ends. */
    static final int KILLED = 137;

    /** What the operator does. Its class has a constructor without arguments. */
    @FunctionalInterface
    interface Operation {
        Plan plan(ClusterUnderTest cluster);

        /** How it is run; the journal is given. */
        default RunOptions with(RunOptions options) {
            return options;
        }
    }

    private OperatorProcess() {}

    /** Runs it to its end. */
    static int run(Class<? extends Operation> operation, Path journal) throws IOException, InterruptedException {
        return start(operation, journal, List.of());
    }

    /** Runs it until such an event of that step, or one whose message holds these words. */
    static int killed(Class<? extends Operation> operation, Path journal, Class<? extends PlanEvent> event, String step)
            throws IOException, InterruptedException {
        return start(operation, journal, List.of(event.getSimpleName(), step));
    }

    private static int start(Class<?> operation, Path journal, List<String> kill)
            throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OperatorProcess.class.getName(),
                operation.getName(),
                journal.toString()));
        argv.addAll(kill);
        Process process = new ProcessBuilder(argv).inheritIO().start();
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                throw new AssertionError("the operator's process did not end within 5 minutes");
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Operation operation = Class.forName(arguments[0])
                .asSubclass(Operation.class)
                .getDeclaredConstructor()
                .newInstance();
        RunOptions options = operation.with(RunOptions.defaults().journal(Journal.at(Path.of(arguments[1]))));
        if (arguments.length == 4) {
            options = options.onProgress(event -> dieAt(event, arguments[2], arguments[3]));
        }
        operation.plan(new ClusterUnderTest(new TestbedScript(), "operator")).run(options);
    }

    private static void dieAt(ProgressEvent event, String kind, String step) {
        boolean meant = event.what().equals(step) || event.message().contains(step);
        if (event.getClass().getSimpleName().equals(kind) && meant) {
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
