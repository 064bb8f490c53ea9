package io.daytwo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.daytwo.cluster.rig.ApiServerRig;
import io.daytwo.cluster.rig.WithApiServers;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What ships as rights is what is asked for: no more, no less. */
@WithApiServers
class RightsIT {
    /** Methods that ask nothing; {@code objectCounts} has a role of its own. */
    private static final Set<String> SILENT =
            Set.of("withEndpoints", "withRetry", "withDeadline", "credentialsExpire", "close", "objectCounts");

    private final String own = "g" + UUID.randomUUID().toString().substring(0, 8);

    private static void seed(ApiServerRig rig, String own) {
        rig.apply("""
                {apiVersion: v1, kind: ConfigMap, metadata: {name: kubeadm-config, namespace: kube-system}, data: {
                  ClusterConfiguration: "apiVersion: kubeadm.k8s.io/v1beta4\\nkind: ClusterConfiguration\\netcd:\\n  local:\\n    dataDir: /var/lib/etcd\\n"}}
                ---
                {apiVersion: v1, kind: Node, metadata: {name: %1$s}}
                ---
                {apiVersion: v1, kind: Pod, metadata: {name: %1$s, namespace: default},
                  spec: {nodeName: %1$s, containers: [{name: c, image: x}]}}
                """.formatted(own));
    }

    /** Every method of the interface that sends something; returns their names. */
    private static Set<String> useEverything(ClusterClient client, ApiServerRig rig, String own) {
        Map<String, Object> done = new TreeMap<>();
        done.put("topology", client.topology());
        done.put("nodes", client.nodes());
        done.put("node", client.node(own).orElseThrow());
        done.put("kubeadmConfiguration", client.kubeadmConfiguration());
        done.put("apiServers", client.apiServers());
        done.put("readiness", client.readiness(rig.endpoints().get(1)));
        done.put("cordon", client.cordon(own, "x"));
        done.put("uncordon", client.uncordon(own, "x"));
        PodReference pod = client.podsOn(own).get(0).reference();
        done.put("podsOn", pod);
        done.put("evictDryRun", client.evictDryRun(pod));
        done.put("evict", client.evict(pod));
        done.put("disruptionBudgets", client.disruptionBudgets());
        done.put("workloads", client.workloads());
        done.put("volumeAttachments", client.volumeAttachments());
        done.put("apiVersions", client.apiVersions());
        ConfigMap map = client.configMap("kube-system", "kubeadm-config").orElseThrow();
        done.put("configMap", map);
        done.put("updateConfigMap", client.updateConfigMap(map.with("x", own)).orElseThrow());
        done.put("createLease", client.createLease(Lease.named("kube-system", "daytwo")));
        Lease lease = client.lease("kube-system", "daytwo").orElseThrow();
        done.put("lease", lease);
        Lease held = lease.heldBy(own, Instant.now(), Duration.ofSeconds(5));
        done.put("updateLease", client.updateLease(held).orElseThrow());
        return done.keySet();
    }

    @Test
    void allThatIsGrantedIsAskedForAndNothingElse(ApiServerRig rig) throws IOException {
        seed(rig, own);
        try (ClusterClient client = ClusterClient.fromKubeconfig(rig.kubeconfig(own, "daytwo:operators"))
                .withEndpoints(rig.endpoints())) {
            Set<String> used = useEverything(client, rig, own);
            assertThat(used)
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(ClusterClient.class.getMethods())
                            .filter(method -> !Modifier.isStatic(method.getModifiers()))
                            .map(Method::getName)
                            .filter(name -> !SILENT.contains(name))
                            .collect(Collectors.toSet()));
        }
        List<Grant> granted = Grant.shipped("daytwo-operator");
        List<AuditedRequest> sent = AuditedRequest.of(rig.audit(), own);
        assertThat(sent)
                .isNotEmpty()
                .allSatisfy(request ->
                        assertThat(granted).as("a grant for %s", request).anyMatch(grant -> grant.covers(request)));
        assertThat(granted)
                .isNotEmpty()
                .allSatisfy(grant ->
                        assertThat(sent).as("a request that needs %s", grant).anyMatch(grant::covers));
    }

    @Test
    void countingHasARoleOfItsOwn(ApiServerRig rig) throws IOException {
        rig.apply("{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: " + own
                + "}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: daytwo-counter},"
                + " subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: " + own + "}]}");
        try (ClusterClient client = ClusterClient.fromKubeconfig(rig.kubeconfig(own, "counters"))) {
            assertThat(client.objectCounts().unread()).isEmpty();
        }
        List<Grant> granted = Grant.shipped("daytwo-counter");
        assertThat(AuditedRequest.of(rig.audit(), own))
                .allSatisfy(request -> assertThat(granted).anyMatch(grant -> grant.covers(request)));
    }

    @Test
    void aRefusalNamesVerbResourceAndRole(ApiServerRig rig) {
        try (ClusterClient client = ClusterClient.fromKubeconfig(rig.kubeconfig(own, "nobody"))) {
            assertThatExceptionOfType(ApiRefusedException.class)
                    .isThrownBy(client::disruptionBudgets)
                    .satisfies(e -> {
                        assertThat(e.status()).isEqualTo(403);
                        assertThat(e.reason()).isEqualTo("Forbidden");
                        assertThat(e.verb()).isEqualTo("list");
                        assertThat(e.resource()).isEqualTo("poddisruptionbudgets.policy");
                        assertThat(e.remedy()).contains("list poddisruptionbudgets.policy", "daytwo-operator");
                    });
            assertThatExceptionOfType(ApiRefusedException.class)
                    .isThrownBy(() -> client.evict(new PodReference("default", "a", "b")))
                    .satisfies(e -> assertThat(e.resource()).isEqualTo("pods/eviction"))
                    .satisfies(e -> assertThat(e.verb()).isEqualTo("create"));
        }
    }

    @Test
    void anExpiredClientCertificateIsCalledSo(ApiServerRig rig) {
        Instant ended = Instant.now().minusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
        var user = rig.pki().issue("O=daytwo:operators,CN=" + own, "RSA", ended);
        try (ClusterClient client = ClusterClient.fromKubeconfig(rig.kubeconfig(own, user))) {
            assertThat(client.credentialsExpire()).contains(ended);
            assertThatExceptionOfType(ApiRefusedException.class)
                    .isThrownBy(client::nodes)
                    .withMessageContaining("ended on " + ended)
                    .satisfies(e -> assertThat(e.status()).isEqualTo(401))
                    .satisfies(e -> assertThat(e.remedy()).contains("kubeadm certs renew admin.conf"));
        }
    }

    @Test
    void anEmbeddersClientDoesTheSameAndStaysOpen(ApiServerRig rig) throws IOException {
        seed(rig, own);
        rig.apply("{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: " + own
                + ", namespace: default}, spec: {minAvailable: 1, selector: {matchLabels: {own: " + own + "}}}}\n---\n"
                + "{apiVersion: v1, kind: Pod, metadata: {name: " + own + "-b, namespace: default, labels: {own: " + own
                + "}}, spec: {nodeName: " + own + "-b, containers: [{name: c, image: x}]}}");
        rig.kubectl(
                "patch",
                "pod",
                own + "-b",
                "--subresource=status",
                "--patch={\"status\":{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}");
        try (KubernetesClient theirs = new KubernetesClientBuilder()
                .withConfig(io.fabric8.kubernetes.client.Config.fromKubeconfig(
                        rig.kubeconfig(own, "system:masters").toFile()))
                .build()) {
            ClusterClient ours = ClusterClient.of(theirs);
            assertThat(useEverything(ours.withEndpoints(rig.endpoints()), rig, own))
                    .isNotEmpty();
            Pod pod = ours.podsOn(own + "-b").get(0);
            long started = System.nanoTime();
            assertThat(ours.evict(pod.reference())).isInstanceOf(EvictionOutcome.Blocked.class);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
            ours.close();
            assertThat(theirs.raw("/readyz")).isEqualTo("ok");
        }
    }
}
