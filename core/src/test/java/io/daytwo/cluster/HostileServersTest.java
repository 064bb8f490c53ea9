package io.daytwo.cluster;

import static io.daytwo.cluster.rig.ScriptedServer.cutAfter;
import static io.daytwo.cluster.rig.ScriptedServer.json;
import static io.daytwo.cluster.rig.ScriptedServer.reply;
import static io.daytwo.cluster.rig.ScriptedServer.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.cluster.rig.ClusterPki;
import io.daytwo.cluster.rig.LoopbackPorts;
import io.daytwo.cluster.rig.ScriptedServer;
import io.daytwo.retry.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What proxies, overload and broken networks do to a reply. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileServersTest {
    private static final String NO_PODS = "{\"kind\":\"PodList\",\"metadata\":{},\"items\":[]}";
    private static final RetryPolicy QUICK =
            RetryPolicy.defaults().withAttempts(4).withDelay(Duration.ofMillis(20));

    private final ClusterPki pki = new ClusterPki();
    private final ClusterPki.Pair server = pki.user("kube-apiserver", "servers");
    private ClusterClient client;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("user.conf");
        Files.writeString(file, pki.kubeconfig("https://127.0.0.1:1", pki.user("user", "group")));
        client = ClusterClient.fromKubeconfig(file)
                .withDeadline(Duration.ofSeconds(2))
                .withRetry(QUICK);
    }

    private static List<Pod> pods(ClusterClient client, ScriptedServer server) {
        return client.withEndpoints(List.of(server.endpoint())).podsOn("w1");
    }

    private EndpointFailure failure(ScriptedServer.Answer... script) {
        try (ScriptedServer hostile = ScriptedServer.tls(server, script)) {
            return failure(hostile, client.withRetry(RetryPolicy.once()));
        }
    }

    private static EndpointFailure failure(ScriptedServer hostile, ClusterClient client) {
        var error = catchThrowableOfType(ApiUnavailableException.class, () -> pods(client, hostile));
        assertThat(error).isNotNull();
        assertThat(error.failures()).hasSize(1);
        assertThat(error.remedy()).isEqualTo(error.failures().get(0).trouble().remedy());
        return error.failures().get(0);
    }

    @Test
    void asksAgainWhatWasRefusedForNow() {
        try (ScriptedServer busy = ScriptedServer.tls(
                server,
                reply(429, "text/plain", "Too many requests, please try again later."),
                reply(503, "text/html", "<html>no server is available</html>"),
                reply(500, "application/json", "{\"kind\":\"Status\",\"message\":\"etcdserver: no leader\"}"),
                json(NO_PODS))) {
            assertThat(pods(client, busy)).isEmpty();
            assertThat(busy.requests()).hasSize(4);
        }
    }

    @Test
    void waitsAsLongAsRetryAfterSays() {
        try (ScriptedServer busy =
                ScriptedServer.tls(server, reply(429, "text/plain", "later", "Retry-After: 1"), json(NO_PODS))) {
            long started = System.nanoTime();
            assertThat(pods(client, busy)).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void doesNotWaitBeyondItsBudget() {
        try (ScriptedServer busy = ScriptedServer.tls(server, reply(503, "text/plain", "later", "Retry-After: 300"))) {
            long started = System.nanoTime();
            var error = catchThrowableOfType(ApiUnavailableException.class, () -> pods(client, busy));
            assertThat(error.notBefore()).isEqualTo(Duration.ofMinutes(5));
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
            assertThat(busy.requests()).hasSize(1);
        }
    }

    @Test
    void takesNoPageForAnAnswer() {
        assertThat(failure(reply(200, "text/html", "<html>Please log in</html>"))
                        .trouble())
                .isEqualTo(EndpointTrouble.NOT_KUBERNETES);
        assertThat(failure(reply(200, "application/json", "<html>Please log in</html>"))
                        .trouble())
                .isEqualTo(EndpointTrouble.NOT_KUBERNETES);
        assertThat(failure(reply(404, "text/html; charset=utf-8", "<html>404</html>"))
                        .trouble())
                .isEqualTo(EndpointTrouble.NOT_KUBERNETES);
        assertThat(failure(reply(200, "application/json", "")).trouble()).isEqualTo(EndpointTrouble.NOT_KUBERNETES);
    }

    @Test
    void followsNoRedirect() {
        try (ScriptedServer elsewhere = ScriptedServer.tls(server, json(NO_PODS));
                ScriptedServer hostile = ScriptedServer.tls(
                        server, reply(302, "text/plain", "", "Location: " + elsewhere.endpoint() + "/"))) {
            assertThat(failure(hostile, client.withRetry(RetryPolicy.once())).trouble())
                    .isEqualTo(EndpointTrouble.NOT_KUBERNETES);
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void believesNoTruncatedReply() {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        assertThat(failure(cutAfter(head + "Content-Length: 1000\r\n\r\n" + NO_PODS))
                        .trouble())
                .isEqualTo(EndpointTrouble.CUT);
        assertThat(failure(cutAfter(head + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"ite\r\n"))
                        .trouble())
                .isEqualTo(EndpointTrouble.CUT);
        assertThat(failure(cutAfter("")).trouble()).isEqualTo(EndpointTrouble.CUT);
        EndpointFailure half = failure(json(NO_PODS.substring(0, 30)));
        assertThat(half.trouble()).isEqualTo(EndpointTrouble.UNREADABLE);
        assertThat(half.evidence()).doesNotContain("PodList");
    }

    @Test
    void readsNoReplyThatNeverEnds() {
        byte[] chunk = ("10000\r\n" + "x".repeat(1 << 16) + "\r\n").getBytes(StandardCharsets.UTF_8);
        try (ScriptedServer endless = ScriptedServer.tls(server, out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .getBytes(StandardCharsets.UTF_8));
            while (true) {
                out.write(chunk);
            }
        })) {
            ClusterClient patient = client.withDeadline(Duration.ofMinutes(1)).withRetry(RetryPolicy.once());
            assertThat(failure(endless, patient).trouble()).isEqualTo(EndpointTrouble.UNREADABLE);
        }
    }

    @Test
    void beginsAListAgainWhenItsPlaceIsLost() {
        String first =
                "{\"kind\":\"PodList\",\"metadata\":{\"continue\":\"a/b+c=\"},\"items\":[{\"metadata\":{\"name\":\"p\"}}]}";
        try (ScriptedServer compacted = ScriptedServer.tls(
                server,
                json(first),
                reply(410, "application/json", "{\"kind\":\"Status\",\"reason\":\"Expired\"}"),
                json(first),
                json(NO_PODS))) {
            assertThat(pods(client, compacted))
                    .extracting(pod -> pod.reference().name())
                    .containsExactly("p");
            assertThat(compacted.requests().get(1)).contains("&limit=250&continue=a%2Fb%2Bc%3D ");
        }
    }

    @Test
    void oneDeadlineHoldsForHeadAndBody() {
        ScriptedServer.Answer drip = out -> {
            String whole =
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n" + " ".repeat(60);
            for (byte one : whole.getBytes(StandardCharsets.UTF_8)) {
                out.write(one);
                out.flush();
                Thread.sleep(50);
            }
            return true;
        };
        long started = System.nanoTime();
        assertThat(failure(drip).trouble()).isEqualTo(EndpointTrouble.SILENT);
        assertThat(failure(silence()).trouble()).isEqualTo(EndpointTrouble.SILENT);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(7));
    }

    @Test
    void aDeadConnectionCostsOneDeadline() {
        try (ScriptedServer halfOpen = ScriptedServer.tls(server, json(NO_PODS), silence(), json(NO_PODS))) {
            ClusterClient once = client.withRetry(RetryPolicy.once());
            assertThat(pods(once, halfOpen)).isEmpty();
            assertThat(failure(halfOpen, once).trouble()).isEqualTo(EndpointTrouble.SILENT);
            assertThat(pods(once, halfOpen)).isEmpty();
        }
    }

    @Test
    void namesEveryEndpointWithItsCause() {
        try (ScriptedServer silent = ScriptedServer.tls(server, silence());
                ScriptedServer page = ScriptedServer.tls(server, reply(200, "text/html", "<html>"));
                ScriptedServer plain = ScriptedServer.plaintext(cutAfter("HTTP/1.0 400 Bad Request\r\n\r\n"))) {
            URI nobody = URI.create("https://127.0.0.1:" + LoopbackPorts.next());
            URI nowhere = URI.create("https://api.invalid:6443");
            var error = catchThrowableOfType(
                    ApiUnavailableException.class,
                    () -> client.withRetry(RetryPolicy.once())
                            .withEndpoints(
                                    List.of(nobody, silent.endpoint(), page.endpoint(), plain.endpoint(), nowhere))
                            .podsOn("w1"));
            assertThat(error.failures())
                    .extracting(EndpointFailure::endpoint)
                    .containsExactly(nobody, silent.endpoint(), page.endpoint(), plain.endpoint(), nowhere);
            assertThat(error.failures())
                    .extracting(EndpointFailure::trouble)
                    .startsWith(EndpointTrouble.NOT_LISTENING, EndpointTrouble.SILENT, EndpointTrouble.NOT_KUBERNETES)
                    .endsWith(EndpointTrouble.UNREACHABLE);
            assertThat(error.getMessage()).contains(nobody + ": connection refused", nowhere.toString());
        }
    }

    @Test
    void anInterruptEndsACallAtOnce() throws InterruptedException {
        try (ScriptedServer silent = ScriptedServer.tls(server, silence())) {
            Throwable[] seen = new Throwable[1];
            Thread caller = new Thread(() -> seen[0] = catchThrowableOfType(
                    RuntimeException.class, () -> pods(client.withDeadline(Duration.ofSeconds(30)), silent)));
            caller.start();
            while (silent.requests().isEmpty()) {
                Thread.sleep(20);
            }
            caller.interrupt();
            caller.join(2_000);
            assertThat(seen[0]).isInstanceOf(ApiInterruptedException.class);
        }
    }
}
