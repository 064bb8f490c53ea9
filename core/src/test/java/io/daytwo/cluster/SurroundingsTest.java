package io.daytwo.cluster;

import static io.daytwo.cluster.rig.ScriptedServer.json;
import static io.daytwo.cluster.rig.ScriptedServer.reply;
import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.cluster.rig.ClusterPki;
import io.daytwo.cluster.rig.ScriptedServer;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM whose environment and system properties say everything that fabric8 and the JDK listen to, all of it wrong. */
class SurroundingsTest {
    private static final String NO_PODS = "{\"kind\":\"PodList\",\"items\":[]}";

    @TempDir
    private Path folder;

    private final ClusterPki pki = new ClusterPki();

    /**
     * Asks with the kubeconfig of the first argument, then as another host name, then as another authority's server.
     */
    static final class Asking {
        private Asking() {}

        public static void main(String[] args) {
            try (ClusterClient client = ClusterClient.fromKubeconfig(Path.of(args[0]))) {
                for (String endpoint : List.of(args).subList(1, args.length)) {
                    try {
                        System.out.println(client.withEndpoints(List.of(URI.create(endpoint)))
                                .podsOn("w1"));
                    } catch (ApiRefusedException e) {
                        System.out.println("refused " + e.status());
                    } catch (ApiDistrustedException e) {
                        System.out.println("distrusted");
                    }
                }
            }
        }
    }

    /** By the property's name; as a variable it is in capitals with underscores (fabric8's Utils). */
    private static Map<String, String> everything() throws IllegalAccessException {
        Map<String, String> all = new TreeMap<>();
        for (Field field : Config.class.getFields()) {
            if (field.getType() == String.class
                    && field.getName().startsWith("KUBERNETES_")
                    && field.get(null) instanceof String property) {
                all.put(property, "wrong");
            }
        }
        assertThat(all)
                .containsKeys(
                        "kubernetes.master",
                        "https.proxy",
                        "kubernetes.auth.token",
                        "kubernetes.certs.client.key.algo");
        all.replaceAll(
                (name, value) -> name.contains("trust.certificates") || name.contains("hostname") ? "true" : value);
        all.put("https.proxy", "http://127.0.0.1:1");
        all.put("http.proxy", "http://127.0.0.1:1");
        return all;
    }

    private String ask(boolean asVariables, Path kubeconfig, List<String> endpoints)
            throws IOException, InterruptedException, IllegalAccessException, GeneralSecurityException {
        List<String> command = new ArrayList<>(
                List.of(ProcessHandle.current().info().command().orElseThrow(), "-Xmx64m", "-XX:TieredStopAtLevel=1"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (asVariables) {
            everything()
                    .forEach((name, value) -> builder.environment()
                            .put(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), value));
        } else {
            everything().forEach((name, value) -> command.add("-D" + name + "=" + value));
            command.addAll(List.of(
                    "-Dhttps.proxyHost=127.0.0.1",
                    "-Dhttps.proxyPort=1",
                    "-Dhttp.nonProxyHosts=",
                    "-Djavax.net.ssl.trustStore=" + otherAuthority,
                    "-Djavax.net.ssl.trustStorePassword=secret",
                    "-Djavax.net.ssl.keyStore=" + otherAuthority,
                    "-Djavax.net.ssl.keyStorePassword=secret",
                    "-Djdk.internal.httpclient.disableHostnameVerification=true"));
        }
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), Asking.class.getName(), kubeconfig.toString()));
        command.addAll(endpoints);
        Process process = builder.command(command).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private Path otherAuthority;

    @Test
    void changeNothing() throws Exception {
        ClusterPki other = new ClusterPki();
        otherAuthority = folder.resolve("other.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var foreign = other.user("foreign", "group");
        store.setCertificateEntry("other", other.authority());
        store.setKeyEntry(
                "foreign", foreign.keys().getPrivate(), "secret".toCharArray(), new java.security.cert.Certificate[] {
                    foreign.certificate()
                });
        try (var out = Files.newOutputStream(otherAuthority)) {
            store.store(out, "secret".toCharArray());
        }
        try (ScriptedServer right = ScriptedServer.tls(
                        pki.user("kube-apiserver", "servers"),
                        reply(401, "application/json", "{\"kind\":\"Status\",\"message\":\"Unauthorized\"}"),
                        json(NO_PODS),
                        reply(401, "application/json", "{\"kind\":\"Status\",\"message\":\"Unauthorized\"}"),
                        json(NO_PODS));
                ScriptedServer stranger = ScriptedServer.tls(other.user("kube-apiserver", "servers"), json(NO_PODS))) {
            Path kubeconfig = Files.writeString(
                    folder.resolve("user.conf"),
                    pki.kubeconfig(right.endpoint().toString(), pki.user("user", "group")));
            List<String> endpoints = List.of(
                    right.endpoint().toString(),
                    right.endpoint().toString(),
                    "https://localhost:" + right.endpoint().getPort(),
                    stranger.endpoint().toString());
            for (boolean asVariables : new boolean[] {true, false}) {
                assertThat(ask(asVariables, kubeconfig, endpoints).lines())
                        .endsWith("refused 401", "[]", "distrusted", "distrusted");
            }
            assertThat(right.requests().stream().filter(request -> request.startsWith("GET")))
                    .hasSize(4)
                    .allMatch(request -> request.contains("User-Agent: daytwo"))
                    .noneMatch(request -> request.contains("wrong"))
                    .noneMatch(request -> request.contains("Authorization"))
                    .noneMatch(request -> request.contains("Impersonate"));
            assertThat(stranger.requests()).noneMatch(request -> request.startsWith("GET"));
        }
    }
}
