package io.daytwo.manifests;

import java.time.Duration;
import java.util.Optional;

/**
 * A question that a Pod's container answers when it is well, as its manifest says: HTTP, HTTPS, or that a port takes
 * connections.
 *
 * @param scheme {@code HTTP}, {@code HTTPS} or {@code TCP}
 * @param host as the node sees it
 * @param port of the node
 * @param path with query; empty for TCP
 */
record PodProbe(String scheme, String host, int port, String path) {
    /** In the order in which they tell that a component serves; one of kinds that need the runtime is none. */
    static Optional<PodProbe> of(YamlMap pod, YamlMap container, String... keys) {
        for (String key : keys) {
            Optional<PodProbe> probe = container.map(key).flatMap(map -> of(pod, container, map));
            if (probe.isPresent()) {
                return probe;
            }
        }
        return Optional.empty();
    }

    private static Optional<PodProbe> of(YamlMap pod, YamlMap container, YamlMap probe) {
        Optional<YamlMap> http = probe.map("httpGet");
        Optional<YamlMap> asked = http.or(() -> probe.map("tcpSocket"));
        boolean ofTheNode = isOnHostNetwork(pod);
        return asked.filter(ask -> ofTheNode || ask.text("host").isPresent())
                .flatMap(ask -> port(ask, container)
                        .map(port -> new PodProbe(
                                http.isPresent() ? ask.text("scheme").orElse("HTTP") : "TCP",
                                ask.text("host").orElse("127.0.0.1"),
                                port,
                                http.isPresent() ? ask.text("path").orElse("/") : "")));
    }

    static boolean isOnHostNetwork(YamlMap pod) {
        return pod.map("spec")
                .flatMap(spec -> spec.text("hostNetwork"))
                .filter("true"::equals)
                .isPresent();
    }

    /** A number, or the name of one of the container's ports: kubeadm names them since 1.34. */
    private static Optional<Integer> port(YamlMap ask, YamlMap container) {
        String port = ask.text("port").orElse("");
        return number(port)
                .or(() -> container.maps("ports").stream()
                        .filter(given -> given.text("name").orElse("").equals(port))
                        .findFirst()
                        .flatMap(given -> number(given.text("containerPort").orElse(""))));
    }

    static Optional<Integer> number(String text) {
        return text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65535
                ? Optional.of(Integer.valueOf(text))
                : Optional.empty();
    }

    /** How long the kubelet itself would give a container until it first answers. */
    static Duration patience(YamlMap container) {
        YamlMap probe = container
                .map("startupProbe")
                .or(() -> container.map("livenessProbe"))
                .orElse(null);
        if (probe == null) {
            return Duration.ofMinutes(1);
        }
        long seconds = seconds(probe, "initialDelaySeconds", 0)
                + seconds(probe, "periodSeconds", 10) * seconds(probe, "failureThreshold", 3);
        return Duration.ofSeconds(Math.max(60, Math.min(seconds, 3600)));
    }

    private static long seconds(YamlMap probe, String key, long otherwise) {
        String given = probe.text(key).orElse("");
        return given.matches("[0-9]{1,6}") ? Long.parseLong(given) : otherwise;
    }

    @Override
    public String toString() {
        return scheme.equals("TCP") ? "port " + port : path + " on port " + port;
    }
}
