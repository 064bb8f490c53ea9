package io.daytwo.manifests;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a manifest tells of the processes to come: how they are called, where they listen, what they read. */
record PodShape(StaticPodManifest manifest) {
    private static final Pattern CREDENTIAL =
            Pattern.compile("(?:.*-)?(?:cert|key|ca|cafile|certfile|keyfile|certificate|kubeconfig)(?:-.*)?");

    /** cmd/kubeadm/app/constants and the components' own defaults of --secure-port. */
    private static final Map<String, Integer> SECURE_PORTS =
            Map.of("kube-apiserver", 6443, "kube-controller-manager", 10257, "kube-scheduler", 10259);

    private static final List<String> URLS =
            List.of("listen-client-urls", "listen-peer-urls", "listen-metrics-urls", "listen-client-http-urls");

    boolean isEtcd() {
        return manifest.name().equals("etcd");
    }

    boolean isApiServer() {
        return manifest.name().equals("kube-apiserver");
    }

    String container() {
        return manifest.main().text("name").orElse(manifest.name());
    }

    String program() {
        List<String> command = manifest.main().texts("command");
        String path = command.isEmpty() ? manifest.name() : command.get(0);
        return path.substring(path.lastIndexOf('/') + 1);
    }

    Duration grace() {
        String given = manifest.pod()
                .map("spec")
                .flatMap(spec -> spec.text("terminationGracePeriodSeconds"))
                .orElse("");
        return Duration.ofSeconds(given.matches("[0-9]{1,6}") ? Long.parseLong(given) : 30);
    }

    /** Ports of the node that are its own; empty where its network is. */
    Set<Integer> ports() {
        Set<Integer> ports = new TreeSet<>();
        if (!PodProbe.isOnHostNetwork(manifest.pod())) {
            return ports;
        }
        Map<String, String> flags = flags();
        Optional<Integer> standard = Optional.ofNullable(SECURE_PORTS.get(manifest.name()));
        Optional.ofNullable(flags.get("secure-port"))
                .flatMap(PodProbe::number)
                .or(() -> standard)
                .ifPresent(ports::add);
        URLS.forEach(flag -> urlPorts(flags.getOrDefault(flag, "")).forEach(ports::add));
        return ports;
    }

    /** Of a container that starts through a shell nothing is known. */
    private Map<String, String> flags() {
        try {
            return manifest.flags();
        } catch (ManifestException e) {
            return Map.of();
        }
    }

    private static Stream<Integer> urlPorts(String urls) {
        return Stream.of(urls.split(",", -1))
                .filter(url -> url.startsWith("http"))
                .map(PodShape::port)
                .filter(port -> port > 0);
    }

    private static Integer port(String url) {
        try {
            return URI.create(url.strip()).getPort();
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    /** The first of its peer ports as the kernel's tables write it; empty if it has none. */
    String peerPort() {
        return urlPorts(flags().getOrDefault("listen-peer-urls", ""))
                .findFirst()
                .map(port -> String.format("%04X", port))
                .orElse("");
    }

    /** Of etcd, the file that a running member keeps locked. */
    Optional<String> lockedFile() {
        return isEtcd()
                ? Optional.ofNullable(flags().get("data-dir")).map(dir -> manifest.hostPath(dir) + "/member/snap/db")
                : Optional.empty();
    }

    /** Readiness says that it serves. That of etcd waits for other members, which may not be there yet. */
    Optional<PodProbe> probe() {
        String[] keys = isEtcd()
                ? new String[] {"livenessProbe", "startupProbe"}
                : new String[] {"readinessProbe", "livenessProbe", "startupProbe"};
        return PodProbe.of(manifest.pod(), manifest.main(), keys);
    }

    Duration patience() {
        return PodProbe.patience(manifest.main());
    }

    /** The certificates, keys and kubeconfigs that its flags name, on the host. */
    List<String> credentials() {
        return flags().keySet().stream()
                .filter(flag ->
                        CREDENTIAL.matcher(flag.toLowerCase(Locale.ROOT)).matches())
                .flatMap(flag -> manifest.flagValues(flag).stream())
                .filter(value -> value.startsWith("/"))
                .map(manifest::hostPath)
                .distinct()
                .toList();
    }
}
