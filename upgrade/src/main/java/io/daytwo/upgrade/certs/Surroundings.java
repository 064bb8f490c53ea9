package io.daytwo.upgrade.certs;

import io.daytwo.etcd.QuorumSafeguard;
import io.daytwo.manifests.StaticPods;
import io.daytwo.node.Command;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Nodes;
import io.daytwo.plan.Safeguard;
import java.util.stream.Stream;

/**
 * Whom to ask, and whom to tell, before a component of a control plane is away.
 *
 * @param nodes the control planes
 * @param quorum of etcd
 * @param apiServers whether another one serves
 * @param balancer what sends clients to them
 */
record Surroundings(Nodes nodes, Safeguard quorum, ApiServerSafeguard apiServers, Balancer balancer) {
    static Surroundings of(Nodes nodes, Balancer balancer) {
        return new Surroundings(nodes, QuorumSafeguard.through(nodes), new ApiServerSafeguard(nodes), balancer);
    }

    /** Without its etcd the node's API server is away as well. */
    Safeguard safeguard(String component) {
        return switch (component) {
            case "etcd" -> this::mayEtcdBeAway;
            case ApiServerSafeguard.COMPONENT -> apiServers;
            default -> (node, other) -> new Safeguard.Yes();
        };
    }

    private Safeguard.Answer mayEtcdBeAway(String node, String component) {
        Safeguard.Answer answer = quorum.mayBeAway(node, component);
        return answer instanceof Safeguard.Yes && runsEtcd(nodes.node(node))
                ? apiServers.mayBeAway(node, ApiServerSafeguard.COMPONENT)
                : answer;
    }

    /** By its process: what does not run takes nothing away when it is restarted. */
    private static boolean runsEtcd(NodeExecutor machine) {
        return machine.run(Command.readingShell("grep -qsx etcd /proc/[0-9]*/comm"))
                .isSuccess();
    }

    /** Its manifest may be parked by an interrupted restart: then the API server's says where etcd is. */
    static boolean hasEtcd(NodeExecutor machine) {
        StaticPods pods = StaticPods.on(machine);
        return pods.find("etcd").isPresent()
                || pods.find(ApiServerSafeguard.COMPONENT).stream()
                        .flatMap(manifest -> manifest.flag("etcd-servers").stream())
                        .flatMap(servers -> Stream.of(servers.split(",")))
                        .anyMatch(server -> server.contains("//127.0.0.1:") || server.contains("//[::1]:"));
    }
}
