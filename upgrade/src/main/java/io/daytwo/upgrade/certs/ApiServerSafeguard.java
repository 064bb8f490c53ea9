package io.daytwo.upgrade.certs;

import io.daytwo.plan.Nodes;
import io.daytwo.plan.Safeguard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * May the API server of a node be away? Only while another one answers at its own {@code /readyz}. The others are those
 * that keep themselves listed as endpoints of the Service {@code kubernetes}. One that answers, but is not ready, takes
 * nothing away. Asks anew each time, through the node.
 */
final class ApiServerSafeguard implements Safeguard {
    static final String COMPONENT = "kube-apiserver";

    private final Nodes nodes;

    ApiServerSafeguard(Nodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public Answer mayBeAway(String node, String component) {
        Optional<NodeApiServer> own =
                component.equals(COMPONENT) ? NodeApiServer.of(nodes.node(node)) : Optional.empty();
        if (own.isEmpty() || !own.get().listens()) {
            return new Yes();
        }
        HttpAnswer ready = own.get().readiness();
        if (ready.status() >= 500) {
            return new Yes();
        }
        Optional<List<String>> all = own.get().all();
        if (all.isEmpty()) {
            return new Downtime("The API server of " + node + " does not say which others there are ("
                    + (ready.isOk() ? "admin.conf of the node is not let in" : ready.words())
                    + "). The API may not serve while it is away.");
        }
        List<String> others = all.get().stream()
                .filter(one -> !one.equals(own.get().address()))
                .toList();
        if (others.isEmpty()) {
            return new Downtime(
                    "The API server of " + node + " is the only one: the API does not serve while it is away.");
        }
        List<String> unready = new ArrayList<>();
        for (String other : others) {
            HttpAnswer answer = own.get().at(other).readiness();
            if (answer.isOk()) {
                return new Yes();
            }
            unready.add(other + " says " + answer.words());
        }
        return new No(
                "Without the API server of " + node + " none would serve: " + String.join("; ", unready) + ".",
                "Bring another API server back to /readyz, then run it again.");
    }

    /** Whether there is one that could take over the clients. */
    boolean hasOthers(String node) {
        return NodeApiServer.of(nodes.node(node))
                .flatMap(NodeApiServer::all)
                .filter(all -> all.size() > 1)
                .isPresent();
    }
}
