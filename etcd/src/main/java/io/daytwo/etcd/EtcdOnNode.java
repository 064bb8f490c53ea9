package io.daytwo.etcd;

import io.daytwo.manifests.StaticPodManifest;
import io.daytwo.manifests.StaticPods;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFiles;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The etcd member of a control-plane node as its etcd.yaml describes it; paths are the node's, not the container's.
 *
 * @param node the node
 * @param name the member's name
 * @param endpoints where it serves clients, what it advertises first
 * @param tls how to speak to it
 * @param peerUrls where its peers reach it; none where the manifest does not say
 * @param dataDir its data directory; empty where the manifest does not say
 */
record EtcdOnNode(
        NodeExecutor node,
        String name,
        List<Endpoint> endpoints,
        EtcdTls tls,
        List<String> peerUrls,
        Optional<String> dataDir) {
    /** What an etcd without the flag takes; kubeadm always writes it. */
    private static final String DEFAULT_NAME = "default";

    static EtcdOnNode read(NodeExecutor node) {
        return of(node, StaticPods.on(node).manifest("etcd"));
    }

    static EtcdOnNode read(NodeExecutor node, String manifestDir) {
        return of(node, StaticPods.on(node, manifestDir).manifest("etcd"));
    }

    private static EtcdOnNode of(NodeExecutor node, StaticPodManifest manifest) {
        List<Endpoint> endpoints = endpoints(node, manifest);
        return new EtcdOnNode(
                node,
                manifest.flag("name").orElse(DEFAULT_NAME),
                endpoints,
                endpoints.get(0).tls() ? tls(node, manifest) : EtcdTls.none(),
                manifest.flag("initial-advertise-peer-urls").stream()
                        .flatMap(urls -> Stream.of(urls.split(",")))
                        .map(String::strip)
                        .toList(),
                manifest.flag("data-dir").map(manifest::hostPath));
    }

    private static List<Endpoint> endpoints(NodeExecutor node, StaticPodManifest manifest) {
        List<Endpoint> all = Stream.of("advertise-client-urls", "listen-client-urls")
                .flatMap(flag -> manifest.flag(flag).stream())
                .flatMap(urls -> Stream.of(urls.split(",")))
                .map(String::strip)
                .filter(url -> url.startsWith("http"))
                .map(url -> parse(node, manifest, url))
                .distinct()
                .toList();
        if (all.isEmpty()) {
            throw new EtcdManifestException(node.name(), manifest.source(), "advertise-client-urls");
        }
        // one way of speaking to all of them, and never plaintext where TLS is to be had
        boolean secure = all.stream().anyMatch(Endpoint::tls);
        return all.stream().filter(endpoint -> endpoint.tls() == secure).toList();
    }

    /** A member that listens on all addresses is reached at the node's own. */
    private static Endpoint parse(NodeExecutor node, StaticPodManifest manifest, String url) {
        try {
            return Endpoint.parse(url.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:"));
        } catch (IllegalArgumentException e) {
            throw new EtcdManifestException(node.name(), manifest.source(), "listen-client-urls");
        }
    }

    private static EtcdTls tls(NodeExecutor node, StaticPodManifest manifest) {
        String ca = manifest.hostPath(required(node, manifest, "trusted-ca-file"));
        EtcdTls.Pair server = new EtcdTls.Pair(
                manifest.hostPath(required(node, manifest, "cert-file")),
                manifest.hostPath(required(node, manifest, "key-file")));
        return EtcdTls.onNode(
                node.files(),
                ca,
                Stream.concat(healthcheckClient(node.files(), server).stream(), Stream.of(server))
                        .toList());
    }

    /**
     * kubeadm's client certificate for liveness probes, in the server pair's folder. The server's pair serves only
     * where it was signed for clients too.
     */
    private static Optional<EtcdTls.Pair> healthcheckClient(NodeFiles files, EtcdTls.Pair server) {
        String folder = server.certificate().substring(0, server.certificate().lastIndexOf('/') + 1);
        EtcdTls.Pair pair = new EtcdTls.Pair(folder + "healthcheck-client.crt", folder + "healthcheck-client.key");
        return Optional.of(pair).filter(both -> files.exists(both.certificate()) && files.exists(both.key()));
    }

    private static String required(NodeExecutor node, StaticPodManifest manifest, String flag) {
        return manifest.flag(flag).orElseThrow(() -> new EtcdManifestException(node.name(), manifest.source(), flag));
    }
}
