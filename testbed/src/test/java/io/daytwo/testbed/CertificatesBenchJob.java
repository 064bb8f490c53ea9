package io.daytwo.testbed;

import io.daytwo.manifests.pki.CertificateReport;
import io.daytwo.manifests.pki.NodeCertificates;
import io.daytwo.node.NodeExecutor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Ours in {@code ./bench certs}: {@code TIMES USER KEY KNOWN_HOSTS HOSTS}. Prints the report of all nodes; read more
 * than once over the same connections, also the seconds that the last one took.
 */
public final class CertificatesBenchJob {
    /** What is done with each. */
    private interface Work<A, B> {
        B on(A one) throws Exception;
    }

    private CertificatesBenchJob() {}

    public static void main(String[] args) throws Exception {
        List<String> hosts = Arrays.asList(args[4].split(","));
        ExecutorService threads = Executors.newFixedThreadPool(hosts.size());
        try {
            List<NodeExecutor> nodes = onAll(threads, hosts, host -> connect(args, host));
            for (int i = Integer.parseInt(args[0]); i > 0; i--) {
                long started = System.nanoTime();
                CertificateReport report = CertificateReport.of(onAll(threads, nodes, NodeCertificates::on));
                List<String> lines = report.lines();
                double seconds = (System.nanoTime() - started) / 1e9;
                if (i == 1) {
                    lines.forEach(System.out::println);
                    System.out.printf(Locale.ROOT, "seconds %.3f%n", seconds);
                }
            }
            nodes.forEach(NodeExecutor::close);
        } finally {
            threads.shutdown();
        }
    }

    private static <A, B> List<B> onAll(ExecutorService threads, List<A> all, Work<A, B> work) throws Exception {
        List<Callable<B>> calls = new ArrayList<>();
        all.forEach(one -> calls.add(() -> work.on(one)));
        List<B> results = new ArrayList<>();
        for (Future<B> result : threads.invokeAll(calls)) {
            results.add(result.get());
        }
        return results;
    }

    private static NodeExecutor connect(String[] args, String host) {
        return NodeExecutor.ssh(host)
                .noConfig()
                .noAgent()
                .user(args[1])
                .key(Path.of(args[2]))
                .knownHosts(Path.of(args[3]))
                .connect()
                .asRoot();
    }
}
