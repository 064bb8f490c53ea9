package io.daytwo.upgrade.certs;

import io.daytwo.manifests.Kubeconfig;
import io.daytwo.manifests.ManifestException;
import io.daytwo.manifests.StaticPodManifest;
import io.daytwo.manifests.StaticPods;
import io.daytwo.manifests.pki.PemException;
import io.daytwo.node.ListeningPort;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFileException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The API server of a control plane, asked through that node: no kubeconfig of this machine, no balancer between. Only
 * reads.
 *
 * @param node through which it is asked
 * @param address on which it advertises itself
 * @param port on which it serves
 */
record NodeApiServer(NodeExecutor node, String address, int port) {
    static final int DEFAULT_PORT = 6443;
    static final String ADMIN = "/etc/kubernetes/admin.conf";

    private static final String ENDPOINTS = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes";
    private static final Pattern ADDRESSES = Pattern.compile("\"addresses\": ?\\[([^\\]]*)\\]");

    /** Empty where the node runs none, or its manifest is parked. */
    static Optional<NodeApiServer> of(NodeExecutor node) {
        return StaticPods.on(node).find("kube-apiserver").map(manifest -> of(node, manifest));
    }

    private static NodeApiServer of(NodeExecutor node, StaticPodManifest manifest) {
        return new NodeApiServer(
                node,
                manifest.flag("advertise-address").orElse("127.0.0.1"),
                manifest.flag("secure-port").map(Integer::parseInt).orElse(DEFAULT_PORT));
    }

    /** Another one, through the same node. */
    NodeApiServer at(String other) {
        return new NodeApiServer(node, other, port);
    }

    /** Whether anything does, on this node. */
    boolean listens() {
        return ListeningPort.isOpen(node, port);
    }

    /** Anonymously, as the kubelet's probes and balancers ask; with admin.conf where that is not allowed. */
    HttpAnswer readiness() {
        try {
            HttpAnswer anonymous = ask(NodeTls.trusting(authority()), "/readyz");
            return anonymous.isDenied() ? ask(NodeTls.as(admin()), "/readyz") : anonymous;
        } catch (NodeFileException | ManifestException | PemException e) {
            return HttpAnswer.none(String.valueOf(e.getMessage()));
        }
    }

    /** As admin.conf of the node. */
    HttpAnswer get(String path) {
        try {
            return ask(NodeTls.as(admin()), path);
        } catch (NodeFileException | ManifestException | PemException e) {
            return HttpAnswer.none(String.valueOf(e.getMessage()));
        }
    }

    private HttpAnswer ask(NodeTls tls, String path) {
        return tls.get(node, address, port, path);
    }

    private Kubeconfig admin() {
        return Kubeconfig.read(node, ADMIN);
    }

    private byte[] authority() {
        return admin().certificateAuthority().orElseGet(() -> node.files().read("/etc/kubernetes/pki/ca.crt", 1 << 20));
    }

    /**
     * The addresses of all API servers that keep themselves listed as alive.
     *
     * @return empty where nobody tells
     */
    Optional<List<String>> all() {
        HttpAnswer answer = get(ENDPOINTS);
        if (answer.status() != 200) {
            return Optional.empty();
        }
        List<String> found = ADDRESSES
                .matcher(answer.body())
                .results()
                .flatMap(list -> Stream.of(list.group(1).split(",")))
                .map(quoted -> quoted.replace("\"", "").strip())
                .filter(one -> one.matches("[0-9a-fA-F:.]+"))
                .distinct()
                .toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    /** What kubeadm keeps about the cluster, as YAML. */
    Optional<String> clusterConfiguration() {
        HttpAnswer answer = get("/api/v1/namespaces/kube-system/configmaps/kubeadm-config");
        Matcher found = Pattern.compile("\"ClusterConfiguration\": ?(\"(?:[^\"\\\\]|\\\\.)*+\")")
                .matcher(answer.body());
        return answer.status() == 200 && found.find()
                ? Optional.of(JsonText.unquoted(found.group(1)))
                : Optional.empty();
    }
}
