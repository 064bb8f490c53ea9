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
        endpoints.forEach(ApiServerClient::requireTls);
        return new ApiServerClient(api.with(endpoints), onClose);
    }

    private static void requireTls(URI endpoint) {
        if (!"https".equals(endpoint.getScheme()) || endpoint.getHost() == null) {
            throw new IllegalArgumentException("endpoint: https://ADDRESS:PORT, not " + endpoint);
        }
    }

    @Override
    public ClusterClient withRetry(RetryPolicy retry) {
        return new ApiServerClient(api.with(retry), onClose);
    }

    @Override
    public ClusterClient withDeadline(Duration deadline) {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("deadline: longer than zero");
        }
        return new ApiServerClient(api.with(deadline), onClose);
    }

    @Override
    public Optional<Instant> credentialsExpire() {
        return api.credentials().expiry();
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
        for (Json lease : new Pages(api).all(LEASES)) {
            NodeReading.renewed(lease)
                    .ifPresent(time -> renewed.put(lease.metadata().text("name"), time));
        }
        return new Pages(api)
                .all("/api/v1/nodes").stream()
                        .map(node -> NodeReading.node(
                                node,
                                Optional.ofNullable(renewed.get(node.metadata().text("name")))))
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
        return configMap("kube-system", "kubeadm-config")
                .map(map -> KubeadmYaml.parse(map.data().getOrDefault("ClusterConfiguration", "")))
                .orElseThrow(() -> new KubeadmConfigurationException("does not exist: not a kubeadm cluster", null));
    }

    @Override
    public List<ApiServer> apiServers() {
        List<ApiServer> servers = new ArrayList<>();
        String path = "/api/v1/namespaces/kube-system/pods?labelSelector=component%3Dkube-apiserver";
        for (Json pod : new Pages(api).all(path)) {
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
        requireTls(endpoint);
        Attempt attempt = api.send(endpoint, ApiRequest.text("/readyz?verbose"));
        if (attempt instanceof Attempt.Failed failed) {
            return new ApiReadiness(false, List.of(), failed.failure().toString());
        }
        ApiReply reply = ((Attempt.Answered) attempt).reply();
        List<String> failed = reply.text()
                .lines()
                .filter(line -> line.startsWith("[-]"))
                .map(line -> line.substring(3).replaceFirst(" .*", ""))
                .toList();
        return new ApiReadiness(reply.status() == 200, failed, reply.text());
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
    public List<Pod> podsOn(String node) {
        return new ClusterReading(api).podsOn(node);
    }

    @Override
    public List<DisruptionBudget> disruptionBudgets() {
        return new ClusterReading(api).disruptionBudgets();
    }

    @Override
    public List<Workload> workloads() {
        return new ClusterReading(api).workloads();
    }

    @Override
    public List<VolumeAttachment> volumeAttachments() {
        return new ClusterReading(api).volumeAttachments();
    }

    @Override
    public List<String> apiVersions() {
        return new Discovery(api).versions();
    }

    @Override
    public ObjectCounts objectCounts() {
        return new Discovery(api).counts();
    }

    @Override
    public Optional<ConfigMap> configMap(String namespace, String name) {
        return new ConfigMaps(api).find(namespace, name);
    }

    @Override
    public Optional<ConfigMap> updateConfigMap(ConfigMap wanted) {
        return new ConfigMaps(api).update(wanted);
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
