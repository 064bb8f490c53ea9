package io.daytwo.plan;

import io.daytwo.cluster.ClusterClient;
import io.daytwo.cluster.rig.ClusterPki;
import io.daytwo.cluster.rig.ScriptedServer;
import io.daytwo.retry.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Secrets in kubeconfigs, and in what API servers answer. */
final class SecretsOfClusters {
    private final Map<String, String> secrets;
    private final Path folder;
    private final ClusterPki pki = new ClusterPki();
    private final ClusterPki.Pair server = pki.user("kube-apiserver", "servers");

    SecretsOfClusters(Map<String, String> secrets, Path folder) {
        this.secrets = secrets;
        this.folder = folder.resolve("confs");
        if (!this.folder.toFile().mkdirs()) {
            throw new IllegalStateException("exists");
        }
    }

    private String secret(String kind) {
        String secret = secrets.get(kind);
        if (secret == null) {
            throw new IllegalArgumentException(kind);
        }
        return secret;
    }

    void all(Consumer<Supplier<?>> tell) {
        String good = pki.kubeconfig("https://127.0.0.1:1", pki.user("user", "group"));
        List<String> files = List.of(
                good.replaceFirst("client-key-data: .*", "client-key-data: " + secret("admin kubeconfig key")),
                good.replaceFirst("client-key-data: .*", "client-key-data: {" + secret("admin kubeconfig key")),
                good.replaceFirst("client-key-data: .*", "token: " + secret("kubeconfig token")),
                good.replaceFirst("client-key-data: .*", "password: " + secret("kubeconfig password")),
                secret("kubeconfig of no use"),
                "users: [" + secret("kubeconfig of no use"));
        for (int i = 0; i < files.size(); i++) {
            Path file = SecretSuite.write(folder.resolve(i + ".conf"), files.get(i));
            tell.accept(() -> {
                try (ClusterClient client = ClusterClient.fromKubeconfig(file).withRetry(RetryPolicy.once())) {
                    return client + " " + client.nodes();
                }
            });
        }
        String bearer = good.replaceFirst(
                "(?s)client-certificate-data: .*", "token: " + secret("service account token") + "\n");
        Path file = SecretSuite.write(folder.resolve("bearer.conf"), bearer);
        for (ScriptedServer.Answer answer : answers()) {
            try (ScriptedServer api = ScriptedServer.tls(server, answer);
                    ClusterClient client = ClusterClient.fromKubeconfig(file)
                            .withEndpoints(List.of(api.endpoint()))
                            .withRetry(RetryPolicy.once())) {
                tell.accept(client::kubeadmConfiguration);
                tell.accept(() -> client.configMap("kube-system", "any"));
                tell.accept(client::nodes);
                if (api.requests().stream().noneMatch(request -> request.contains(secret("service account token")))) {
                    throw new IllegalStateException("no token was sent: " + api.requests());
                }
            }
        }
    }

    private List<ScriptedServer.Answer> answers() {
        String base64 =
                Base64.getEncoder().encodeToString(secret("Secret value").getBytes(StandardCharsets.UTF_8));
        String object = "{\"metadata\":{\"name\":\"x\"},\"data\":{\"password\":\"" + secret("Secret value in base64")
                + "\",\"other\":\"" + base64 + "\"}}";
        return List.of(
                ScriptedServer.json(object),
                ScriptedServer.json(object.substring(0, object.length() - 4)),
                ScriptedServer.json("{\"items\":" + object),
                ScriptedServer.json("{\"data\":{\"ClusterConfiguration\":\"kind: ClusterConfiguration\\napiServer: [ {"
                        + secret("kubeadm configuration") + "\\n  : x\"}}"),
                ScriptedServer.json(
                        "{\"data\":{\"ClusterConfiguration\":\"" + secret("kubeadm configuration") + "\"}}"),
                ScriptedServer.reply(500, "text/html", "<html>" + secret("proxy password") + "</html>"),
                ScriptedServer.reply(404, "text/plain", secret("proxy password")),
                ScriptedServer.cutAfter("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n" + object));
    }
}
