package io.daytwo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.cluster.rig.ApiServerRig;
import io.daytwo.cluster.rig.WithApiServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** No controller runs here: what a status says was written by the test. */
@WithApiServers
class ReadsIT {
    private final String own = "r" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void saysOfPodsWhatAnEvictionDependsOn(ApiServerRig rig) {
        rig.apply("""
                {apiVersion: v1, kind: Pod, metadata: {name: %1$s-bare, namespace: default}, spec: {nodeName: %1$s,
                  terminationGracePeriodSeconds: 7, priority: 0,
                  volumes: [{name: cache, emptyDir: {}}, {name: d, persistentVolumeClaim: {claimName: disk}}],
                  containers: [{name: c, image: x}]}}
                ---
                {apiVersion: v1, kind: Pod, metadata: {name: %1$s-owned, namespace: default, labels: {app: %1$s},
                  ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: agent, uid: u-1, controller: true}]},
                  spec: {nodeName: %1$s, containers: [{name: c, image: x}]}}
                ---
                {apiVersion: v1, kind: Pod, metadata: {name: %1$s-static, namespace: kube-system,
                  annotations: {kubernetes.io/config.mirror: h}}, spec: {nodeName: %1$s,
                  priorityClassName: system-node-critical, containers: [{name: c, image: x}]}}
                ---
                {apiVersion: v1, kind: Pod, metadata: {name: %1$s-elsewhere, namespace: default},
                  spec: {nodeName: %1$s-2, containers: [{name: c, image: x}]}}
                """.formatted(own));
        rig.kubectl(
                "patch",
                "pod",
                own + "-bare",
                "--subresource=status",
                "--patch={\"status\":{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}");
        try (ClusterClient client = rig.operator()) {
            Map<String, Pod> pods = client.podsOn(own).stream()
                    .collect(Collectors.toMap(pod -> pod.reference().name(), pod -> pod));
            assertThat(pods).containsOnlyKeys(own + "-bare", own + "-owned", own + "-static");
            Pod bare = pods.get(own + "-bare");
            assertThat(bare.controller()).isEmpty();
            assertThat(bare.emptyDirs()).containsExactly("cache");
            assertThat(bare.claims()).containsExactly("disk");
            assertThat(bare.gracePeriod()).isEqualTo(Duration.ofSeconds(7));
            assertThat(bare.ready()).isTrue();
            assertThat(bare.phase()).isEqualTo("Running");
            Pod owned = pods.get(own + "-owned");
            assertThat(owned.controller()).contains(new Owner("apps/v1", "DaemonSet", "agent", "u-1"));
            assertThat(owned.isOfDaemonSet()).isTrue();
            assertThat(owned.ready()).isFalse();
            assertThat(owned.labels()).isEqualTo(Map.of("app", own));
            Pod mirror = pods.get(own + "-static");
            assertThat(mirror.mirror()).isTrue();
            assertThat(mirror.priority()).isEqualTo(2_000_001_000);
            assertThat(client.podsOn(own + "-none")).isEmpty();
        }
    }

    @Test
    void readsBudgetsAndWhomTheyCover(ApiServerRig rig) {
        rig.apply("""
                {apiVersion: v1, kind: Pod, metadata: {name: %1$s, namespace: default, labels: {app: %1$s, tier: a}},
                  spec: {nodeName: %1$s, containers: [{name: c, image: x}]}}
                ---
                {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: %1$s-a, namespace: default},
                  spec: {minAvailable: 1, selector: {matchLabels: {app: %1$s}, matchExpressions: [
                    {key: tier, operator: In, values: [a, b]}, {key: old, operator: DoesNotExist}]}}}
                ---
                {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: %1$s-b, namespace: default},
                  spec: {maxUnavailable: "25%%", unhealthyPodEvictionPolicy: AlwaysAllow,
                    selector: {matchExpressions: [{key: tier, operator: NotIn, values: [a]}]}}}
                ---
                {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: %1$s-c, namespace: kube-system},
                  spec: {minAvailable: 1, selector: {}}}
                """.formatted(own));
        rig.kubectl(
                "patch",
                "pdb",
                own + "-a",
                "--subresource=status",
                "--type=merge",
                "--patch={\"status\":{\"observedGeneration\":1,\"disruptionsAllowed\":2,\"currentHealthy\":3,\"desiredHealthy\":1,"
                        + "\"expectedPods\":4,\"conditions\":[{\"type\":\"DisruptionAllowed\",\"status\":\"True\","
                        + "\"reason\":\"SufficientPods\",\"message\":\"\",\"lastTransitionTime\":\"2026-01-01T00:00:00Z\"}]}}");
        try (ClusterClient client = rig.operator()) {
            Pod pod = client.podsOn(own).get(0);
            Map<String, DisruptionBudget> budgets = client.disruptionBudgets().stream()
                    .filter(budget -> budget.name().startsWith(own))
                    .collect(Collectors.toMap(DisruptionBudget::name, budget -> budget));
            DisruptionBudget a = budgets.get(own + "-a");
            assertThat(a.selector()).hasToString("app=" + own + ",tier in (a,b),!old");
            assertThat(a.demand()).isEqualTo("minAvailable 1");
            assertThat(List.of(a.disruptionsAllowed(), a.currentHealthy(), a.desiredHealthy(), a.expectedPods()))
                    .containsExactly(2, 3, 1, 4);
            assertThat(a.current()).isTrue();
            assertThat(a.conditions()).extracting(Condition::reason).containsExactly("SufficientPods");
            assertThat(a.covers(pod)).isTrue();
            DisruptionBudget b = budgets.get(own + "-b");
            assertThat(b.demand()).isEqualTo("maxUnavailable 25%");
            assertThat(b.evictsUnhealthy()).isTrue();
            assertThat(b.current()).isFalse();
            assertThat(b.covers(pod)).isFalse();
            assertThat(budgets.get(own + "-c").covers(pod)).isFalse();
            assertThat(budgets.get(own + "-c").selector().matches(pod.labels())).isTrue();
        }
    }

    @Test
    void readsWorkloadsAndAttachments(ApiServerRig rig) {
        rig.apply("""
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: %1$s, namespace: default}, spec: {replicas: 3,
                  selector: {matchLabels: {app: x}}, template: {metadata: {labels: {app: x}}, spec: {containers: [{name: c, image: x}]}}}}
                ---
                {apiVersion: apps/v1, kind: DaemonSet, metadata: {name: %1$s, namespace: default}, spec: {
                  selector: {matchLabels: {app: x}}, template: {metadata: {labels: {app: x}}, spec: {containers: [{name: c, image: x}]}}}}
                ---
                {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: %1$s, namespace: default}, spec: {serviceName: x,
                  selector: {matchLabels: {app: x}}, template: {metadata: {labels: {app: x}}, spec: {containers: [{name: c, image: x}]}}}}
                ---
                {apiVersion: batch/v1, kind: Job, metadata: {name: %1$s, namespace: default}, spec: {completions: 2,
                  template: {spec: {restartPolicy: Never, containers: [{name: c, image: x}]}}}}
                ---
                {apiVersion: storage.k8s.io/v1, kind: VolumeAttachment, metadata: {name: %1$s}, spec: {attacher: csi.x,
                  nodeName: %1$s, source: {persistentVolumeName: pv-1}}}
                """.formatted(own));
        rig.kubectl(
                "patch",
                "deployment",
                own,
                "--subresource=status",
                "--patch={\"status\":{\"observedGeneration\":1,\"replicas\":3,\"updatedReplicas\":3,\"readyReplicas\":2}}");
        try (ClusterClient client = rig.operator()) {
            Map<String, Workload> mine = client.workloads().stream()
                    .filter(workload -> workload.name().equals(own))
                    .collect(Collectors.toMap(Workload::kind, workload -> workload));
            assertThat(mine).containsOnlyKeys("Deployment", "DaemonSet", "StatefulSet", "Job");
            Workload deployment = mine.get("Deployment");
            assertThat(List.of(deployment.desired(), deployment.ready(), deployment.updated()))
                    .containsExactly(3, 2, 3);
            assertThat(deployment.current()).isTrue();
            assertThat(deployment.isAsDesired()).isFalse();
            assertThat(mine.get("DaemonSet").current()).isFalse();
            assertThat(mine.get("StatefulSet").desired()).isEqualTo(1);
            assertThat(mine.get("Job").desired()).isEqualTo(2);
            assertThat(client.volumeAttachments()).contains(new VolumeAttachment(own, own, "pv-1", "csi.x", false, ""));
        }
    }

    @Test
    void readsLongListsPageByPageAndCountsThem(ApiServerRig rig) {
        rig.apply(IntStream.range(0, 2 * Pages.LIMIT + 7)
                .mapToObj(i -> "{apiVersion: v1, kind: Pod, metadata: {name: " + own + "-" + i
                        + ", namespace: default}, spec: {nodeName: " + own + ", containers: [{name: c, image: x}]}}")
                .collect(Collectors.joining("\n---\n")));
        try (ClusterClient client = rig.administrator()) {
            assertThat(client.podsOn(own))
                    .hasSize(2 * Pages.LIMIT + 7)
                    .extracting(Pod::reference)
                    .doesNotHaveDuplicates();
            ObjectCounts counts = client.objectCounts();
            long pods = rig.kubectl("get", "pods", "-A", "-o", "name").lines().count();
            assertThat(counts.counts())
                    .containsEntry("pods", pods)
                    .containsKeys("nodes", "deployments.apps", "secrets");
            assertThat(counts.unread()).isEmpty();
            assertThat(client.apiVersions()).startsWith("v1").contains("apps/v1", "policy/v1");
        }
        rig.kubectl("delete", "pods", "--all", "-n", "default", "--grace-period=0", "--force", "--wait=false");
    }

    @Test
    void whatMayNotBeListedIsNamedNotGuessed(ApiServerRig rig) {
        try (ClusterClient client = rig.operator()) {
            ObjectCounts counts = client.objectCounts();
            assertThat(counts.counts()).containsKeys("nodes", "pods", "jobs.batch");
            assertThat(counts.unread()).containsEntry("secrets", "status 403 Forbidden");
        }
    }

    @Test
    void changesAConfigMapOnlyAsItWasRead(ApiServerRig rig) {
        rig.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: " + own + ", namespace: default, labels: {l: m}},"
                + " data: {a: one, b: two}}");
        try (ClusterClient client = rig.administrator()) {
            assertThat(client.configMap("default", own + "-none")).isEmpty();
            ConfigMap read = client.configMap("default", own).orElseThrow();
            assertThat(read.toString()).contains(own).doesNotContain("one");
            ConfigMap changed = client.updateConfigMap(read.with("a", "eins")).orElseThrow();
            assertThat(changed.data()).isEqualTo(Map.of("a", "eins", "b", "two"));
            assertThat(client.updateConfigMap(read.with("a", "eins"))).contains(changed);
            assertThat(client.updateConfigMap(read.with("a", "uno"))).isEmpty();
            assertThat(rig.kubectl("get", "configmap", own, "-o", "jsonpath={.data.a} {.metadata.labels.l}"))
                    .isEqualTo("eins m");
            rig.kubectl("delete", "configmap", own);
            assertThat(client.updateConfigMap(changed.with("a", "x"))).isEmpty();
        }
    }
}
