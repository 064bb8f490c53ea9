package io.daytwo.testkit.bench;

import io.daytwo.node.Command;
import io.daytwo.node.NodeExecutor;
import io.daytwo.progress.ProgressListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One job of {@code ./bench nodes}: {@code JOB FOLDER ARGUMENT...}; FOLDER holds id_ed25519 and known_hosts. */
public final class NodesBenchJob {
    private static final int WARM_UP = 300;
    private static final int TIMED = 500;

    private static final List<List<String>> FACTS = List.of(
            List.of("uname", "-r"),
            List.of("nproc"),
            List.of("cat", "/etc/os-release"),
            List.of("cat", "/proc/meminfo"),
            List.of("cat", "/proc/loadavg"),
            List.of("cat", "/proc/uptime"),
            List.of("df", "-P", "/"),
            List.of("id"),
            List.of("hostname"),
            List.of("stat", "-c", "%a %U", "/etc"));

    private NodesBenchJob() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        List<String> hosts = Arrays.asList(args[2].split(","));
        switch (args[0]) {
            case "latency" -> latency(folder, hosts.get(0));
            case "facts" -> facts(folder, hosts);
            case "upload" -> upload(folder, hosts.get(0), Path.of(args[3]), args[4]);
            case "idle" -> idle(folder, hosts, Integer.parseInt(args[3]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static NodeExecutor connect(Path folder, String host) {
        return NodeExecutor.ssh(host)
                .noConfig()
                .noAgent()
                .user("ops")
                .key(folder.resolve("id_ed25519"))
                .knownHosts(folder.resolve("known_hosts"))
                .connect();
    }

    private static void latency(Path folder, String host) {
        try (NodeExecutor node = connect(folder, host)) {
            Command command = Command.reading("true");
            long[] nanos = new long[TIMED];
            for (int i = 0; i < WARM_UP + TIMED; i++) {
                long started = System.nanoTime();
                node.run(command).orThrow();
                if (i >= WARM_UP) {
                    nanos[i - WARM_UP] = System.nanoTime() - started;
                }
            }
            Arrays.sort(nanos);
            System.out.printf(Locale.ROOT, "%.3f %.3f%n", nanos[TIMED / 2] / 1e6, nanos[TIMED * 99 / 100] / 1e6);
        }
    }

    private static void facts(Path folder, List<String> hosts) throws Exception {
        int characters = 0;
        for (int length : onAll(hosts, host -> {
            int sum = 0;
            try (NodeExecutor node = connect(folder, host)) {
                for (List<String> fact : FACTS) {
                    sum += node.run(Command.reading(fact.toArray(String[]::new)))
                            .orThrow()
                            .stdout()
                            .length();
                }
            }
            return sum;
        })) {
            characters += length;
        }
        System.out.println(hosts.size() + " nodes, " + characters + " characters");
    }

    /** What is done on one host. */
    private interface Task<T> {
        T on(String host);
    }

    private static <T> List<T> onAll(List<String> hosts, Task<T> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<Callable<T>> calls = new ArrayList<>();
            hosts.forEach(host -> calls.add(() -> task.on(host)));
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    private static void upload(Path folder, String host, Path from, String to) {
        try (NodeExecutor node = connect(folder, host)) {
            node.files().upload(from, to, ProgressListener.none());
        }
    }

    private static void idle(Path folder, List<String> hosts, int connections) throws Exception {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            all.add(hosts.get(i % hosts.size()));
        }
        int before = Thread.activeCount();
        List<NodeExecutor> nodes = onAll(all, host -> {
            NodeExecutor node = connect(folder, host);
            node.run(Command.reading("true")).orThrow();
            return node;
        });
        TimeUnit.SECONDS.sleep(8);
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long heap = (runtime.totalMemory() - runtime.freeMemory()) >> 20;
        System.out.println(nodes.size() + " " + (Thread.activeCount() - before) + " " + heap);
        nodes.forEach(NodeExecutor::close);
    }
}
