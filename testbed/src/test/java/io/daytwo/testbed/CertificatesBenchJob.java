package io.daytwo.testbed;

import io.daytwo.manifests.pki.CertificateReport;
import io.daytwo.manifests.pki.NodeCertificates;
import io.daytwo.node.NodeExecutor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Ours in {@code ./bench certs}: {@code USER KEY KNOWN_HOSTS HOSTS}; prints the report of all nodes. */
public final class CertificatesBenchJob {
    private CertificatesBenchJob() {}

    public static void main(String[] args) throws Exception {
        List<String> hosts = Arrays.asList(args[3].split(","));
        ExecutorService threads = Executors.newFixedThreadPool(hosts.size());
        try {
            List<Callable<NodeCertificates>> calls = new ArrayList<>();
            hosts.forEach(host -> calls.add(() -> read(args, host)));
            List<NodeCertificates> nodes = new ArrayList<>();
            for (Future<NodeCertificates> node : threads.invokeAll(calls)) {
                nodes.add(node.get());
            }
            CertificateReport.of(nodes).lines().forEach(System.out::println);
        } finally {
            threads.shutdown();
        }
    }

    private static NodeCertificates read(String[] args, String host) {
        try (NodeExecutor node = NodeExecutor.ssh(host)
                .noConfig()
                .noAgent()
                .user(args[0])
                .key(Path.of(args[1]))
                .knownHosts(Path.of(args[2]))
                .connect()
                .asRoot()) {
            return NodeCertificates.on(node);
        }
    }
}
