package io.daytwo.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daytwo.cluster.ClusterClient;
import io.daytwo.cluster.CordonState;
import io.daytwo.cluster.rig.ApiServerRig;
import io.daytwo.cluster.rig.WithApiServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithApiServers
class NodesOfClusterIT {
    @TempDir
    Path root;

    private final String own = "p" + UUID.randomUUID().toString().substring(0, 8);
    private final String controlPlane = own + "-z";
    private final String worker = own + "-a";
    private final String unborn = own + "-u";
    private final Map<String, FolderNode> machines = new TreeMap<>();

    @BeforeEach
    void registerNodes(ApiServerRig rig) {
        rig.apply("{apiVersion: v1, kind: Node, metadata: {name: " + unborn + "}}");
        rig.apply("{apiVersion: v1, kind: Node, metadata: {name: " + worker + "}}");
        rig.apply("{apiVersion: v1, kind: Node, metadata: {name: " + controlPlane
                + ", labels: {node-role.kubernetes.io/control-plane: \"\"}}}");
        for (String name : List.of(worker, controlPlane, unborn)) {
            machines.put(name, FolderNode.machine(name, root));
        }
        for (String name : List.of(worker, controlPlane)) {
            String id = Steps.read(machines.get(name), "/etc/machine-id").strip();
            rig.kubectl(
                    "patch",
                    "node",
                    name,
                    "--subresource=status",
                    "--patch={\"status\":{\"nodeInfo\":{\"machineID\":\"" + id + "\"}}}");
        }
    }

    private FolderNode machine(String name) {
        return machines.getOrDefault(name, machines.get(worker));
    }

    @Test
    void comeWithTheirMachineIdsControlPlanesFirst(ApiServerRig rig) {
        try (ClusterClient client = rig.operator();
                Nodes nodes = Nodes.of(client, this::machine)) {
            assertThat(nodes.names()).containsSubsequence(controlPlane, worker);
            assertThat(nodes.node(controlPlane)).isSameAs(machines.get(controlPlane));
            assertThat(nodes.node(worker)).isSameAs(machines.get(worker));
            assertThatThrownBy(() -> nodes.node(unborn))
                    .isInstanceOfSatisfying(
                            WrongNodeException.class,
                            wrong -> assertThat(wrong.remedy()).contains("kubelet"));
        }
        try (ClusterClient client = rig.operator();
                Nodes crossed = Nodes.of(client, name -> machine(name.equals(worker) ? controlPlane : worker))) {
            assertThatThrownBy(() -> crossed.node(worker))
                    .isInstanceOfSatisfying(
                            WrongNodeException.class,
                            wrong -> assertThat(wrong.node()).isEqualTo(worker));
        }
    }

    @Test
    void controlPlanesAreNeverWorkedOnSideBySide(ApiServerRig rig) {
        Fake step = new Fake("any");
        try (ClusterClient client = rig.operator();
                Nodes nodes = Nodes.of(client, this::machine).etcd("etcd1", FolderNode.machine("etcd1", root))) {
            Plan plan = Plan.of("upgrade", nodes, List.of(step));
            assertThat(plan.workersAtOnce(List.of(worker), 3)).isNotNull();
            for (String name : List.of(controlPlane, "etcd1")) {
                assertThatThrownBy(() -> plan.workersAtOnce(List.of(worker, name), 3))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(name);
            }
        }
    }

    @Test
    void aPreviewWritesNothingToTheCluster(ApiServerRig rig) {
        String user = own + "-looker";
        try (ClusterClient client = ClusterClient.fromKubeconfig(rig.kubeconfig(user, "daytwo:operators"))) {
            Nodes nodes = Nodes.of(machines.get(worker), machines.get(controlPlane));
            Fake step = new Fake("look");
            Plan plan = Plan.of("looks at the cluster", nodes, List.of(step, new Cordon(client, worker)))
                    .lockedBy(OperationLock.onCluster(client));
            RunOptions options = RunOptions.defaults().journal(Journal.at(root.resolve("run.journal")));
            assertThat(plan.preview(options).isNothingToDo()).isFalse();
            assertThat(verbs(rig, user)).containsExactly("get");
            assertThat(plan.run(options).applied()).hasSize(2);
            assertThat(verbs(rig, user)).contains("get", "patch");
        }
    }

    private static Set<String> verbs(ApiServerRig rig, String user) {
        return rig.audit().stream()
                .filter(line -> line.contains("\"username\":\"" + user + "\""))
                .map(line -> line.replaceAll(".*\"verb\":\"([a-z]+)\".*", "$1"))
                .collect(Collectors.toSet());
    }

    private record Cordon(ClusterClient client, String name) implements Step {
        @Override
        public String id() {
            return name + "/cordon";
        }

        @Override
        public String title() {
            return "cordon " + name;
        }

        @Override
        public StepState check(StepContext context) {
            return client.node(name).orElseThrow().unschedulable()
                    ? new StepState.Done("it is cordoned")
                    : StepState.Needed.of(new Change.ApiCall("patch", "node/" + name, "cordon"));
        }

        @Override
        public void apply(StepContext context) {
            assertThat(client.cordon(name, "daytwo")).isEqualTo(CordonState.CORDONED_BY_OWNER);
        }
    }
}
