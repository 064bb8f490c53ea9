package io.daytwo.cluster;

import io.daytwo.retry.RetryPolicy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything a {@link ClusterClient} does, over one transport. */
final class ApiServerClient implements ClusterClient {
    private static final String ADVERTISED = "kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint";
    private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";

    private final ApiTransport api;
    private final Runnable onClose;

    ApiServerClient(ApiTransport api, Runnable onClose) {
        this.api = api;
        this.onClose = onClose;
    }

    @Override
    public ClusterClient withEndpoints(List<URI> endpoints) {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("endpoints: at least one");
        }
        return copy(endpoints, api.retry(), api.deadline());
    }

    @Override
    public ClusterClient withRetry(RetryPolicy retry) {
        return copy(api.endpoints(), retry, api.deadline());
    }

    @Override
    public ClusterClient withDeadline(Duration deadline) {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("deadline: longer than zero");
        }
        return copy(api.endpoints(), api.retry(), deadline);
    }

    private ClusterClient copy(List<URI> endpoints, RetryPolicy retry, Duration deadline) {
        return new ApiServerClient(new ApiTransport(api.http(), endpoints, retry, deadline), onClose);
    }

    @Override
    public Topology topology() {
        List<KubernetesNode> nodes = nodes();
        EtcdTopology etcd = kubeadmConfiguration().etcd();
        String version = api.ask(ApiRequest.get("/version")).text("gitVersion");
        return new Topology(names(nodes, true), names(nodes, false), etcd, version);
    }

    private static List<String> names(List<KubernetesNode> nodes, boolean controlPlane) {
        return nodes.stream()
                .filter(node -> node.isControlPlane() == controlPlane)
                .map(KubernetesNode::name)
                .toList();
    }

    @Override
    public List<KubernetesNode> nodes() {
        Map<String, Instant> renewed = new HashMap<>();
        for (Json lease : api.ask(ApiRequest.get(LEASES)).list("items")) {
            NodeReading.renewed(lease)
                    .ifPresent(time -> renewed.put(lease.metadata().text("name"), time));
        }
        return api.ask(ApiRequest.get("/api/v1/nodes")).list("items").stream()
                .map(node -> NodeReading.node(
                        node, Optional.ofNullable(renewed.get(node.metadata().text("name")))))
                .sorted(Comparator.comparing(KubernetesNode::name))
                .toList();
    }

    @Override
    public Optional<KubernetesNode> node(String name) {
        String segment = Names.segment("name", name);
        Optional<Instant> renewed =
                api.find(ApiRequest.get(LEASES + "/" + segment)).flatMap(NodeReading::renewed);
        return api.find(ApiRequest.get("/api/v1/nodes/" + segment)).map(node -> NodeReading.node(node, renewed));
    }

    @Override
    public KubeadmConfiguration kubeadmConfiguration() {
        return api.find(ApiRequest.get("/api/v1/namespaces/kube-system/configmaps/kubeadm-config"))
                .map(map -> KubeadmYaml.parse(map.at("data").text("ClusterConfiguration")))
                .orElseThrow(() -> new KubeadmConfigurationException("does not exist: not a kubeadm cluster", null));
    }

    @Override
    public List<ApiServer> apiServers() {
        List<ApiServer> servers = new ArrayList<>();
        String path = "/api/v1/namespaces/kube-system/pods?labelSelector=component%3Dkube-apiserver";
        for (Json pod : api.ask(ApiRequest.get(path)).list("items")) {
            String address = pod.metadata().at("annotations").text(ADVERTISED);
            if (!address.isEmpty()) {
                servers.add(new ApiServer(pod.at("spec").text("nodeName"), URI.create("https://" + address)));
            }
        }
        servers.sort(Comparator.comparing(ApiServer::node));
        return List.copyOf(servers);
    }

    @Override
    public ApiReadiness readiness(URI endpoint) {
        try {
            ApiReply reply = api.send(endpoint, ApiRequest.get("/readyz?verbose"));
            List<String> failed = reply.body()
                    .lines()
                    .filter(line -> line.startsWith("[-]"))
                    .map(line -> line.substring(3).replaceFirst(" .*", ""))
                    .toList();
            return new ApiReadiness(reply.status() == 200, failed, reply.body());
        } catch (ApiUnavailableException e) {
            return new ApiReadiness(false, List.of(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public CordonState cordon(String node, String owner) {
        return new Cordon(api, node, owner).set(true);
    }

    @Override
    public CordonState uncordon(String node, String owner) {
        return new Cordon(api, node, owner).set(false);
    }

    @Override
    public EvictionOutcome evict(PodReference pod) {
        return new Eviction(api, pod).ask(false);
    }

    @Override
    public EvictionOutcome evictDryRun(PodReference pod) {
        return new Eviction(api, pod).ask(true);
    }

    @Override
    public Optional<Lease> lease(String namespace, String name) {
        return new Leases(api).find(namespace, name);
    }

    @Override
    public Optional<Lease> createLease(Lease wanted) {
        return new Leases(api).create(wanted);
    }

    @Override
    public Optional<Lease> updateLease(Lease wanted) {
        return new Leases(api).update(wanted);
    }

    @Override
    public void close() {
        onClose.run();
    }
}
