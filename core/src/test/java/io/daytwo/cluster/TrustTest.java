package io.daytwo.cluster;

import static io.daytwo.cluster.rig.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.cluster.rig.ClusterPki;
import io.daytwo.cluster.rig.ScriptedServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a client believes to be the cluster, and which kubeconfigs it takes. */
class TrustTest {
    private static final String NO_PODS = "{\"kind\":\"PodList\",\"items\":[]}";

    @TempDir
    private Path folder;

    private final ClusterPki pki = new ClusterPki();

    private ClusterClient client(ClusterPki.Pair user) throws IOException {
        return client(pki.kubeconfig("https://127.0.0.1:1", user));
    }

    private ClusterClient client(String kubeconfig) throws IOException {
        return ClusterClient.fromKubeconfig(Files.writeString(folder.resolve("user.conf"), kubeconfig));
    }

    private void refuses(ClusterPki.Pair server, String host) throws IOException {
        try (ScriptedServer other = ScriptedServer.tls(server, json(NO_PODS));
                ClusterClient client = client(pki.user("user", "group"))) {
            URI endpoint = URI.create("https://" + host + ":" + other.endpoint().getPort());
            long started = System.nanoTime();
            var error = catchThrowableOfType(
                    ApiDistrustedException.class,
                    () -> client.withEndpoints(List.of(endpoint)).podsOn("w1"));
            assertThat(error.failures())
                    .extracting(EndpointFailure::trouble)
                    .containsExactly(EndpointTrouble.DISTRUSTED);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
            assertThat(other.requests()).noneMatch(request -> request.startsWith("GET"));
        }
    }

    @Test
    void refusesAnotherAuthoritysServer() throws IOException {
        refuses(new ClusterPki().user("kube-apiserver", "servers"), "127.0.0.1");
    }

    @Test
    void refusesACertificateForAnotherName() throws IOException {
        refuses(pki.user("kube-apiserver", "servers"), "localhost");
    }

    @Test
    void refusesAnExpiredServer() throws IOException {
        refuses(pki.issue("CN=kube-apiserver", "RSA", Instant.now().minusSeconds(60)), "127.0.0.1");
    }

    @Test
    void goesOnToAnApiServerThatIsTrusted() throws IOException {
        try (ScriptedServer other =
                        ScriptedServer.tls(new ClusterPki().user("kube-apiserver", "servers"), json(NO_PODS));
                ScriptedServer right = ScriptedServer.tls(pki.user("kube-apiserver", "servers"), json(NO_PODS));
                ClusterClient client = client(pki.user("user", "group"))) {
            assertThat(client.withEndpoints(List.of(other.endpoint(), right.endpoint()))
                            .podsOn("w1"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void takesTheKeysThatKubeadmMakes(String algorithm) throws IOException {
        Instant until = Instant.parse("2031-02-03T04:05:06Z");
        try (ScriptedServer right = ScriptedServer.tls(pki.user("kube-apiserver", "servers"), json(NO_PODS));
                ClusterClient client = client(pki.issue("CN=user", algorithm, until))) {
            assertThat(client.credentialsExpire()).contains(until);
            assertThat(client.withEndpoints(List.of(right.endpoint())).podsOn("w1"))
                    .isEmpty();
        }
    }

    @Test
    void sendsATokenToTheClusterOnly() throws IOException {
        String kubeconfig =
                pki.kubeconfig("https://127.0.0.1:1", pki.user("user", "group")).replaceAll("(?m)^ +client-.*\n", "")
                        + "    token: s3cret-token\n";
        try (ScriptedServer right = ScriptedServer.tls(pki.user("kube-apiserver", "servers"), json(NO_PODS));
                ClusterClient client = client(kubeconfig)) {
            assertThat(client.withEndpoints(List.of(right.endpoint())).podsOn("w1"))
                    .isEmpty();
            assertThat(right.requests()).singleElement().asString().contains("Authorization: Bearer s3cret-token");
            assertThat(client.credentialsExpire()).isEmpty();
        }
        refuses(new ClusterPki().user("kube-apiserver", "servers"), "127.0.0.1");
    }

    @Test
    void refusesWhatSwitchesTrustOff() {
        String good = pki.kubeconfig("https://127.0.0.1:1", pki.user("user", "group"));
        for (String bad : List.of(
                good.replaceAll("certificate-authority-data: .*", "insecure-skip-tls-verify: true"),
                good.replaceAll("certificate-authority-data: .*\n", "tls-server-name: x\n"),
                good.replace("https://", "http://"),
                good.replaceAll("client-key-data: .*", "client-key-data: bm8ga2V5"),
                good.replace("current-context: user@kubernetes", "current-context: another"),
                good.replace("    server:", "    proxy-url: socks5://127.0.0.1:1\n    server:"),
                "",
                "[",
                "kind: Pod")) {
            assertThatExceptionOfType(KubeconfigException.class)
                    .as(bad)
                    .isThrownBy(() -> client(bad))
                    .satisfies(e -> assertThat(e.file()).isEqualTo(folder.resolve("user.conf")))
                    .withMessageNotContaining("bm8ga2V5");
        }
    }

    @Test
    void takesEndpointsWithTlsOnly() throws IOException {
        try (ClusterClient client = client(pki.user("user", "group"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> client.withEndpoints(List.of(URI.create("http://127.0.0.1:6443"))))
                    .withMessageStartingWith("endpoint");
        }
    }
}
