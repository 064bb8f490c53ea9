package io.daytwo.plan;

import io.daytwo.cluster.ClusterClient;
import io.daytwo.cluster.KubernetesNode;
import io.daytwo.node.NodeExecutor;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Machines by name. Each is connected to when it is first needed, and must then be the one that is meant: its
 * {@code /etc/machine-id} is compared with what is known of it, and two names must not lead to one machine. Closing
 * closes all of them. Thread-safe.
 */
public final class Nodes implements AutoCloseable {
    private static final String MACHINE_ID = "/etc/machine-id";

    private final Map<String, Function<String, NodeExecutor>> factories;
    private final Map<String, String> machineIds;
    private final Set<String> oneByOne;
    private final Map<String, NodeConnection> connections = new LinkedHashMap<>();
    private final Map<String, String> seen = new ConcurrentHashMap<>();

    private Nodes(
            Map<String, Function<String, NodeExecutor>> factories,
            Map<String, String> machineIds,
            Set<String> oneByOne) {
        this.factories = factories;
        this.machineIds = machineIds;
        this.oneByOne = oneByOne;
        factories.forEach((name, connect) ->
                connections.put(name, new NodeConnection(() -> connect.apply(name), made -> identify(name, made))));
    }

    /**
     * Machines connected to on demand.
     *
     * @param names e.g. {@code cp1}; each once
     * @param connect makes the connection to one of them
     * @return the nodes
     */
    public static Nodes of(List<String> names, Function<String, NodeExecutor> connect) {
        Map<String, Function<String, NodeExecutor>> factories = new LinkedHashMap<>();
        for (String name : names) {
            NodeName.require(name);
            if (factories.put(name, connect) != null) {
                throw new IllegalArgumentException("names: " + name + " twice");
            }
        }
        return new Nodes(factories, Map.of(), Set.of());
    }

    /**
     * Machines that are connected to already.
     *
     * @param executors called by their own names; closed with what this returns
     * @return the nodes
     */
    public static Nodes of(NodeExecutor... executors) {
        Map<String, NodeExecutor> byName = new LinkedHashMap<>();
        for (NodeExecutor executor : executors) {
            byName.put(executor.name(), executor);
        }
        if (byName.size() < executors.length) {
            throw new IllegalArgumentException("executors: two have the same name");
        }
        return of(List.copyOf(byName.keySet()), byName::get);
    }

    /**
     * All nodes of a cluster, control planes first. Reads the Node objects once, now; the
     * {@code status.nodeInfo.machineID} of each (cadvisor reads it from the same file) has to be that of the machine
     * which is reached.
     *
     * @param cluster asked once, stays the caller's
     * @param connect makes the connection to the machine of a Node, by its name
     * @return the nodes
     */
    public static Nodes of(ClusterClient cluster, Function<String, NodeExecutor> connect) {
        List<KubernetesNode> found = cluster.nodes().stream()
                .sorted(Comparator.comparing(node -> !node.isControlPlane()))
                .toList();
        Map<String, String> ids = new LinkedHashMap<>();
        Set<String> controlPlanes = new LinkedHashSet<>();
        for (KubernetesNode node : found) {
            ids.put(node.name(), node.machineId());
            if (node.isControlPlane()) {
                controlPlanes.add(node.name());
            }
        }
        Nodes nodes = of(List.copyOf(ids.keySet()), connect);
        return new Nodes(nodes.factories, ids, controlPlanes);
    }

    /**
     * Says which machine a name means, e.g. from {@code status.nodeInfo.machineID} of its Node object. Before any of
     * them is used; a copy, to be closed instead of this.
     *
     * @param ids content of {@code /etc/machine-id} by node name
     * @return a copy
     */
    public Nodes withMachineIds(Map<String, String> ids) {
        for (String name : ids.keySet()) {
            if (!factories.containsKey(name)) {
                throw new IllegalArgumentException("ids: no node " + name + " among " + factories.keySet());
            }
        }
        Map<String, String> more = new LinkedHashMap<>(machineIds);
        more.putAll(ids);
        return new Nodes(factories, more, oneByOne);
    }

    /**
     * Adds a machine that is no Node of the cluster: a host of an external etcd. Before any is used; a copy, to be
     * closed instead of this.
     *
     * @param name its name
     * @param executor closed with what this returns
     * @return a copy
     */
    public Nodes etcd(String name, NodeExecutor executor) {
        NodeName.require(name);
        Map<String, Function<String, NodeExecutor>> more = new LinkedHashMap<>(factories);
        if (more.put(name, same -> executor) != null) {
            throw new IllegalArgumentException("name: " + name + " twice");
        }
        Set<String> alone = new LinkedHashSet<>(oneByOne);
        alone.add(name);
        return new Nodes(more, machineIds, alone);
    }

    /** Whether no other node may be worked on meanwhile, as far as is known: a control plane, a host of etcd. */
    boolean isOneByOne(String name) {
        return oneByOne.contains(name);
    }

    /** {@return all names, in the order given} */
    public List<String> names() {
        return List.copyOf(factories.keySet());
    }

    /**
     * A machine; the first call connects and looks at its machine-id.
     *
     * @param name its name
     * @return the machine; it is closed with these nodes
     * @throws IllegalArgumentException if there is none of that name
     * @throws WrongNodeException if it is another machine than it should be
     */
    public NodeExecutor node(String name) {
        NodeConnection connection = connections.get(name);
        if (connection == null) {
            throw new IllegalArgumentException("name: no node " + name + " among " + names());
        }
        return connection.open();
    }

    private void identify(String name, NodeExecutor executor) {
        boolean written = executor.files().exists(MACHINE_ID);
        String id =
                written ? new String(executor.files().read(MACHINE_ID, 4096), StandardCharsets.US_ASCII).strip() : "";
        String meant = machineIds.get(name);
        if (meant != null && (id.isEmpty() || !meant.equals(id))) {
            throw new WrongNodeException(
                    name,
                    "its " + MACHINE_ID + " is " + (id.isEmpty() ? "missing" : id) + ", but the cluster's node has "
                            + (meant.isEmpty() ? "none yet" : meant) + ".",
                    meant.isEmpty()
                            ? "Wait until its kubelet has reported to the API server."
                            : "Check the address: another machine answers there.");
        }
        String other = id.isEmpty() ? null : seen.putIfAbsent(id, name);
        if (other != null) {
            throw new WrongNodeException(
                    name,
                    "its " + MACHINE_ID + " is that of " + other + " too: " + id + ".",
                    "Check the addresses; machines cloned from one image need a machine-id each"
                            + " (systemd-machine-id-setup).");
        }
    }

    /** Closes every connection that was made; a second call does nothing. */
    @Override
    public void close() {
        RuntimeException first = null;
        for (NodeConnection connection : connections.values()) {
            try {
                connection.close();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
