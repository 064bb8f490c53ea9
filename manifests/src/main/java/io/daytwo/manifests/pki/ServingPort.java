package io.daytwo.manifests.pki;

import io.daytwo.manifests.KubeletSettings;
import io.daytwo.manifests.StaticPodManifest;
import io.daytwo.manifests.StaticPods;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFiles;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A port on which a component says it serves TLS, and the file with its certificate.
 *
 * @param component who
 * @param host an address of the node that leads there
 * @param port 1 to 65535
 * @param certificate the file on the host, empty if it serves what it made in memory
 * @param serverName the name that has to be asked for to see it, empty for what everybody sees
 */
record ServingPort(String component, String host, int port, Optional<String> certificate, Optional<String> serverName) {
    static final String KUBELET = "kubelet";
    static final List<String> COMPONENTS =
            List.of("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler");

    private static final String LOOPBACK = "127.0.0.1";
    private static final Set<String> ANY_ADDRESS = Set.of("", "0.0.0.0", "::", "[::]");

    ServingPort(String component, String host, int port, Optional<String> certificate) {
        this(component, host, port, certificate, Optional.empty());
    }

    static List<ServingPort> all(NodeExecutor node) {
        StaticPods pods = StaticPods.on(node);
        List<ServingPort> all = new ArrayList<>();
        COMPONENTS.forEach(component ->
                pods.find(component).map(pod -> of(pod, node.files())).ifPresent(all::addAll));
        all.add(kubelet(node));
        return List.copyOf(all);
    }

    static ServingPort kubelet(NodeExecutor node) {
        KubeletSettings settings = KubeletSettings.of(node).overruledByFlags(node);
        return new ServingPort(
                KUBELET,
                settings.address().orElse(LOOPBACK),
                settings.port(),
                CertificateFinder.kubeletServing(settings, node.files()));
    }

    /** Defaults are those of pkg/cluster/ports/ports.go and of the API server's options (k8s.io/kubernetes). */
    static List<ServingPort> of(StaticPodManifest manifest, NodeFiles files) {
        return switch (manifest.name()) {
            case "etcd" ->
                Stream.concat(
                                urls(manifest, "listen-client-urls", "cert-file"),
                                urls(manifest, "listen-peer-urls", "peer-cert-file"))
                        .toList();
            case "kube-apiserver" ->
                withNames(secure(manifest, 6443, manifest.flag("advertise-address")), manifest, files);
            case "kube-controller-manager" -> withNames(secure(manifest, 10257, Optional.empty()), manifest, files);
            case "kube-scheduler" -> withNames(secure(manifest, 10259, Optional.empty()), manifest, files);
            default -> List.of();
        };
    }

    private static List<ServingPort> withNames(ServingPort port, StaticPodManifest manifest, NodeFiles files) {
        List<ServingPort> all = new ArrayList<>(List.of(port));
        for (OwnServing own : OwnServing.of(manifest)) {
            if (own.isByName()) {
                own.nameToAskFor(files)
                        .map(name -> new ServingPort(
                                port.component, port.host, port.port, Optional.of(own.path()), Optional.of(name)))
                        .ifPresent(all::add);
            }
        }
        return all;
    }

    private static ServingPort secure(StaticPodManifest manifest, int usual, Optional<String> ownAddress) {
        return new ServingPort(
                manifest.name(),
                manifest.flag("bind-address")
                        .filter(address -> !ANY_ADDRESS.contains(address))
                        .or(() -> ownAddress)
                        .orElse(LOOPBACK),
                manifest.flag("secure-port").map(Integer::valueOf).orElse(usual),
                file(manifest, "tls-cert-file"));
    }

    private static Optional<String> file(StaticPodManifest manifest, String flag) {
        return manifest.flag(flag).map(manifest::hostPath);
    }

    /** One of them: all of a flag lead to the same process. The node's own address rather than the loopback. */
    private static Stream<ServingPort> urls(StaticPodManifest manifest, String flag, String certificate) {
        return manifest.flag(flag).stream()
                .flatMap(urls -> Stream.of(urls.split(",")))
                .map(url -> URI.create(url.strip()))
                .filter(url -> "https".equals(url.getScheme()) && url.getHost() != null && url.getPort() > 0)
                .map(url -> new ServingPort(
                        manifest.name(), address(url.getHost()), url.getPort(), file(manifest, certificate)))
                .min(Comparator.comparing(port -> port.host().equals(LOOPBACK)))
                .stream();
    }

    private static String address(String host) {
        return ANY_ADDRESS.contains(host) ? LOOPBACK : host.replaceAll("[\\[\\]]", "");
    }
}
