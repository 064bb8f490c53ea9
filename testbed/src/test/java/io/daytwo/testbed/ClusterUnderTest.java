package io.daytwo.testbed;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import io.daytwo.retry.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;

/** A story's cluster, up and clean when the story begins. */
final class ClusterUnderTest {
    private static final Duration COMMAND = Duration.ofMinutes(10);
    private static final int CLIENTS = 6;

    private final TestbedScript script;
    private final Map<String, String> environment;
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final Cable cable;
    private final SSLContext tls;
    private final String story;

    ClusterUnderTest(TestbedScript script, String story) {
        this.script = script;
        this.story = story;
        this.environment = script.environment();
        Pattern.compile("([a-z0-9]+)=([0-9.]+)")
                .matcher(environment.get("TESTBED_MACHINES"))
                .results()
                .forEach(machine -> addresses.put(machine.group(1), machine.group(2)));
        this.cable = new Cable(environment.get("TESTBED_LINK"));
        this.tls = AdminCredentials.tls(kubeconfig());
    }

    Path kubeconfig() {
        return Path.of(environment.get("KUBECONFIG"));
    }

    /** The API behind the load balancer, as {@code https://host:port}. */
    URI endpoint() {
        return URI.create(environment.get("TESTBED_ENDPOINT"));
    }

    /** May sudo; root is there, too, with the same key. */
    String sshUser() {
        return environment.get("TESTBED_SSH_USER");
    }

    Path sshKey() {
        return Path.of(environment.get("TESTBED_SSH_KEY"));
    }

    Path knownHosts() {
        return Path.of(environment.get("TESTBED_KNOWN_HOSTS"));
    }

    /** For kubeadm's {@code --ignore-preflight-errors}: what this machine forces, may be empty. */
    String ignoredPreflightErrors() {
        return environment.get("TESTBED_IGNORED_PREFLIGHT_ERRORS");
    }

    /** The Kubernetes version it runs, and the one it can be upgraded to. */
    String version() {
        return environment.get("TESTBED_FROM");
    }

    String nextVersion() {
        return environment.get("TESTBED_TO");
    }

    List<String> controlPlanes() {
        return machines("cp");
    }

    List<String> workers() {
        return machines("w");
    }

    List<String> externalEtcds() {
        return machines("e");
    }

    /** Those that are nodes of Kubernetes. */
    List<String> nodes() {
        List<String> both = new ArrayList<>(controlPlanes());
        both.addAll(workers());
        return both;
    }

    private List<String> machines(String role) {
        return addresses.keySet().stream()
                .filter(machine -> machine.matches(role + "[0-9]"))
                .toList();
    }

    String address(String machine) {
        return addresses.get(machine);
    }

    /** The machine through the library, as the user who may sudo. To be closed. */
    NodeExecutor node(String machine) {
        cable.require();
        return NodeExecutor.ssh(address(machine))
                .noConfig()
                .noAgent()
                .user(sshUser())
                .key(sshKey())
                .knownHosts(knownHosts())
                .connect();
    }

    /** Runs as {@code ops} (or {@code root@MACHINE}) on a machine; a shell there reads the words. Must succeed. */
    @CanIgnoreReturnValue
    String ssh(String machine, String... words) {
        return script.ok(COMMAND, words("ssh", machine, words));
    }

    /** As {@link #ssh}, whatever its end. */
    CommandResult trySsh(String machine, String... words) {
        return script.run(COMMAND, words("ssh", machine, words));
    }

    /** As the administrator, through the load balancer. Must succeed. */
    @CanIgnoreReturnValue
    String kubectl(String... words) {
        return script.ok(COMMAND, words("kubectl", words));
    }

    private static List<String> words(String verb, String... more) {
        List<String> all = new ArrayList<>(List.of(verb));
        all.addAll(Arrays.asList(more));
        return all;
    }

    private static List<String> words(String verb, String machine, String... more) {
        List<String> all = new ArrayList<>(List.of(verb, machine));
        all.addAll(Arrays.asList(more));
        return all;
    }

    Faults faults() {
        return new Faults(script);
    }

    /** A client of the load balancer, with a connection of its own. */
    Api api() {
        return api(endpoint());
    }

    /** A client of one API server. */
    Api api(String controlPlane) {
        return api(URI.create("https://" + address(controlPlane) + ":6443"));
    }

    private Api api(URI at) {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(tls)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        return new Api(at, client, cable);
    }

    /** Begins so many writes a second through the load balancer. */
    Load load(int writesPerSecond) {
        return Load.start(IntStream.range(0, CLIENTS).mapToObj(i -> api()).toList(), writesPerSecond);
    }

    /** Waits until every API server's {@code /readyz} answers. */
    void awaitReadyz(Duration limit) {
        for (String machine : controlPlanes()) {
            Api server = api(machine);
            var unused = Await.forThat("/readyz of " + machine)
                    .within(limit)
                    .until(() -> server.serves("/readyz"), serving -> serving);
        }
    }

    /** One line of result, seen while the story runs. */
    void say(String line) {
        System.out.println("story: " + story + ": " + line);
    }
}
