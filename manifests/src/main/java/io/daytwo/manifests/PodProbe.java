package io.daytwo.manifests;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A question that a Pod's container answers when it is well, as its manifest says. Of a gRPC probe only that its port
 * takes connections is asked: that protocol is not spoken here.
 */
sealed interface PodProbe permits NetworkProbe, ExecProbe {
    /** What came of asking. */
    enum Answer {
        /** It answered as it should. */
        WELL,
        /** It did not, or not as it should. */
        UNWELL,
        /** It cannot be asked: the node's sshd does not forward ports, or there is no tool that reaches the runtime. */
        NOT_ASKED
    }

    /** Asks it as the kubelet does, once. */
    Answer ask(PodOnNode pod, PodState state);

    /** In the order in which they tell that a component serves. */
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
        Optional<YamlMap> exec = probe.map("exec");
        if (exec.isPresent()) {
            return exec.map(ask -> ask.texts("command"))
                    .filter(command -> !command.isEmpty())
                    .map(command -> exec(container, command, seconds(probe, "timeoutSeconds", 1)));
        }
        Optional<YamlMap> http = probe.map("httpGet");
        boolean ofTheNode = isOnHostNetwork(pod);
        return http.or(() -> probe.map("tcpSocket"))
                .or(() -> probe.map("grpc"))
                .filter(ask -> ofTheNode || ask.text("host").isPresent())
                .flatMap(ask -> port(ask, container)
                        .map(port -> new NetworkProbe(
                                http.isPresent() ? ask.text("scheme").orElse("HTTP") : "TCP",
                                ask.text("host").orElse("127.0.0.1"),
                                port,
                                http.isPresent() ? ask.text("path").orElse("/") : "",
                                headers(ask))));
    }

    private static PodProbe exec(YamlMap container, List<String> command, long seconds) {
        long limit = Math.max(1, Math.min(seconds, 60));
        return new ExecProbe(ContainerArguments.ofProbe(container, command), Duration.ofSeconds(limit));
    }

    private static Map<String, String> headers(YamlMap ask) {
        Map<String, String> headers = new LinkedHashMap<>();
        ask.maps("httpHeaders")
                .forEach(given -> headers.put(
                        given.text("name").orElse(""), given.text("value").orElse("")));
        return headers;
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
}
