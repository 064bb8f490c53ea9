package io.daytwo.plan;

import io.daytwo.DayTwoException;
import io.daytwo.cluster.ClusterClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a plan in a JVM of its own: {@code ROOT JOURNAL KILL_AT [lanes | fakes | BODY [KUBECONFIG]]}; halts at its
 * KILL_ATth boundary.
 */
final class Child {
    static final String LANES = "lanes";
    static final String FAKES = "fakes";

    private Child() {}

    public static void main(String[] args) throws InterruptedException {
        Path root = Path.of(args[0]);
        int killAt = Integer.parseInt(args[2]);
        AtomicInteger reached = new AtomicInteger();
        Probe probe = point -> {
            if (reached.incrementAndGet() == killAt) {
                Runtime.getRuntime().halt(137);
            }
        };
        if (args.length > 3 && args[3].equals(FAKES)) {
            run(FakesCrashTest.plan(root, probe), args[1], probe);
            return;
        }
        TwoNodes two = new TwoNodes(root);
        boolean race = args.length > 3 && !args[3].equals(LANES);
        Plan plan = race ? two.counting(args[3]) : args.length > 3 ? two.lanes(probe) : two.plan(probe);
        if (args.length > 4) {
            plan = plan.lockedBy(OperationLock.onCluster(ClusterClient.fromKubeconfig(Path.of(args[4]))));
        }
        if (race) {
            System.out.println("ready");
            while (!Files.exists(root.resolve("go"))) {
                TimeUnit.MILLISECONDS.sleep(2);
            }
        }
        run(plan, args[1], probe);
    }

    private static void run(Plan plan, String journal, Probe probe) {
        try {
            PlanResult result =
                    new PlanRunner(plan, RunOptions.defaults().journal(Journal.at(Path.of(journal))), probe).run();
            System.out.println("applied " + result.applied().size());
        } catch (DayTwoException e) {
            System.out.println("refused " + e.getClass().getSimpleName());
        }
    }

    static Process start(Object... args) {
        List<String> command = new java.util.ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName()));
        for (Object arg : args) {
            command.add(arg.toString());
        }
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
