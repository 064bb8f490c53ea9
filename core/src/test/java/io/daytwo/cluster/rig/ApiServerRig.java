package io.daytwo.cluster.rig;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.daytwo.cluster.ClusterClient;
import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Two kube-apiservers on one etcd, on the loopback address, with RBAC and an audit log each. The shipped rights are
 * bound. Binaries come from {@code tools/kubernetes/build} and {@code tools/etcd/build}; where they cannot be had, the
 * test that asks is skipped with the tool's own words. Tests get it as a parameter, see {@link WithApiServers}.
 */
public final class ApiServerRig implements AutoCloseable {
    private static final Path RIGHTS = Path.of("src/main/resources/io/daytwo/cluster/daytwo-rbac.yaml");
    private static final String AUDIT = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
            - level: Metadata
            """;

    private final Path folder;
    private final Path kubernetes;
    private final ClusterPki pki = new ClusterPki();
    private final ServerProcess etcd;
    private final List<ServerProcess> servers = new ArrayList<>();
    private final List<URI> endpoints = new ArrayList<>();

    private ApiServerRig(Path folder, Path kubernetes, Path etcdFolder) throws IOException {
        this.folder = folder;
        this.kubernetes = kubernetes;
        Files.writeString(folder.resolve("ca.crt"), pki.caPem());
        Files.writeString(folder.resolve("audit.yaml"), AUDIT);
        pki.user("kube-apiserver", "servers").write(folder, "server");
        pki.user("sa", "sa").write(folder, "sa");
        String client = "http://127.0.0.1:" + LoopbackPorts.next();
        String peer = "http://127.0.0.1:" + LoopbackPorts.next();
        etcd = new ServerProcess(
                "etcd",
                List.of(
                        etcdFolder.resolve("etcd").toString(),
                        "--data-dir=" + folder.resolve("etcd"),
                        "--unsafe-no-fsync",
                        "--listen-client-urls=" + client,
                        "--advertise-client-urls=" + client,
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=default=" + peer),
                folder.resolve("etcd.log"),
                () -> true);
        for (int number = 0; number < 2; number++) {
            servers.add(server(number, client));
        }
    }

    private ServerProcess server(int number, String etcdUrl) {
        int port = LoopbackPorts.next();
        URI endpoint = URI.create("https://127.0.0.1:" + port);
        endpoints.add(endpoint);
        List<String> argv = new ArrayList<>(List.of(
                kubernetes.resolve("kube-apiserver").toString(),
                "--etcd-servers=" + etcdUrl,
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + folder.resolve("certs" + number),
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://kubernetes.default",
                "--service-cluster-ip-range=10.96.0.0/16",
                "--endpoint-reconciler-type=none",
                "--disable-admission-plugins=ServiceAccount",
                "--audit-policy-file=" + folder.resolve("audit.yaml"),
                "--audit-log-path=" + auditLog(number)));
        argv.addAll(ClusterPki.files(folder));
        Path log = folder.resolve("kube-apiserver" + number + ".log");
        return new ServerProcess(
                "kube-apiserver " + number,
                argv,
                log,
                () -> kubectlAt(endpoint, "get", "--raw=/readyz").isSuccess());
    }

    /** All of it up and seeded. */
    static ApiServerRig start() {
        Path root = projectRoot();
        Path kubernetes = tool(root.resolve("tools/kubernetes/build"));
        Path etcd = tool(root.resolve("tools/etcd/build"), "3.6");
        try {
            ApiServerRig rig = new ApiServerRig(Files.createTempDirectory("daytwo-apiservers-"), kubernetes, etcd);
            try {
                rig.etcd.start();
                rig.servers.forEach(ServerProcess::start);
                rig.servers.forEach(ServerProcess::awaitReady);
                rig.seed(root);
            } catch (RuntimeException | Error e) {
                rig.close();
                throw e;
            }
            return rig;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kube-system and kube-node-lease are made by the API server itself, a moment after it is ready. */
    private void seed(Path root) {
        Path rights = root.resolve("core").resolve(RIGHTS);
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!kubectlAt(endpoints.get(0), "get", "namespaces", "kube-system", "kube-node-lease", "default")
                .isSuccess()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no system namespaces");
            }
        }
        kubectl("apply", "-f", rights.toString());
    }

    /** The first is the one in the kubeconfigs. */
    public List<URI> endpoints() {
        return List.copyOf(endpoints);
    }

    public List<ServerProcess> servers() {
        return List.copyOf(servers);
    }

    public ServerProcess etcd() {
        return etcd;
    }

    public ClusterPki pki() {
        return pki;
    }

    /** What all requests to both were, as JSON lines. */
    public List<String> audit() {
        List<String> lines = new ArrayList<>();
        for (int number = 0; number < servers.size(); number++) {
            try (Stream<String> log = Files.lines(auditLog(number))) {
                lines.addAll(log.toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return lines;
    }

    private Path auditLog(int number) {
        return folder.resolve("audit" + number + ".log");
    }

    /** Kubeconfig of a user in a group, for the first API server. */
    public Path kubeconfig(String user, String group) {
        return kubeconfig(user, pki.user(user, group));
    }

    /** Kubeconfig of whom this certificate names. */
    public Path kubeconfig(String file, ClusterPki.Pair user) {
        try {
            return Files.writeString(
                    folder.resolve(file + ".conf"),
                    pki.kubeconfig(endpoints.get(0).toString(), user));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** May do everything, at both API servers. */
    public ClusterClient administrator() {
        return client(administratorConf());
    }

    /** May do what the shipped roles grant, at both API servers. */
    public ClusterClient operator() {
        return client(kubeconfig("operator", "daytwo:operators"));
    }

    private ClusterClient client(Path kubeconfig) {
        return ClusterClient.fromKubeconfig(kubeconfig).withEndpoints(endpoints());
    }

    /** As the administrator; must succeed. */
    @CanIgnoreReturnValue
    public String kubectl(String... words) {
        return ok(kubectlAt(endpoints.get(0), words));
    }

    /** {@code kubectl apply}. */
    public void apply(String yaml) {
        try {
            kubectl(
                    "apply",
                    "-f",
                    Files.writeString(folder.resolve("applied.yaml"), yaml).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path administratorConf() {
        Path conf = folder.resolve("administrator.conf");
        return Files.exists(conf) ? conf : kubeconfig("administrator", "system:masters");
    }

    private CommandResult kubectlAt(URI endpoint, String... words) {
        List<String> argv = new ArrayList<>(List.of(
                kubernetes.resolve("kubectl").toString(),
                "--kubeconfig=" + administratorConf(),
                "--cache-dir=" + folder.resolve("kubectl"),
                "--server=" + endpoint));
        argv.addAll(List.of(words));
        return run(Duration.ofMinutes(1), argv);
    }

    private static String ok(CommandResult result) {
        if (!result.isSuccess()) {
            throw new AssertionError(result.stdout() + result.stderr());
        }
        return result.stdout();
    }

    private static CommandResult run(Duration limit, List<String> argv) {
        return NodeExecutor.local()
                .run(Command.changing(argv.toArray(String[]::new)).timeout(limit));
    }

    private static Path tool(Path script, String... arguments) {
        List<String> argv = new ArrayList<>(List.of(script.toString()));
        argv.addAll(List.of(arguments));
        CommandResult built = run(Duration.ofMinutes(30), argv);
        if (built.stderr().contains("to build it with")) {
            System.out.println("skipped: " + built.stderr().strip());
            Assumptions.abort(built.stderr());
        }
        return Path.of(ok(built).strip());
    }

    private static Path projectRoot() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(at.resolve("tools/kubernetes/build"))) {
            at = at.getParent();
        }
        return at;
    }

    @Override
    public void close() {
        servers.forEach(ServerProcess::kill);
        etcd.kill();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
