package io.daytwo.etcd;

import io.daytwo.manifests.StaticPods;
import io.daytwo.manifests.pki.CredentialsMisassignedException;
import io.daytwo.node.ListeningPort;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Nodes;
import io.daytwo.plan.Safeguard;
import java.util.List;
import java.util.Optional;

/**
 * May the etcd member of a node be away? Only while a majority of the voters serves without it. Learners do not count;
 * voters that do not serve count among all. Of another component it knows nothing and lets it go. Asks the members anew
 * each time, through the node; changes nothing. Thread-safe.
 */
public final class QuorumSafeguard implements Safeguard {
    private final Nodes nodes;

    private QuorumSafeguard(Nodes nodes) {
        this.nodes = nodes;
    }

    /**
     * Asks through the nodes of a plan.
     *
     * @param nodes control planes with an etcd.yaml, asked as root
     * @return the safeguard
     */
    public static QuorumSafeguard through(Nodes nodes) {
        return new QuorumSafeguard(nodes);
    }

    @Override
    public Answer mayBeAway(String node, String component) {
        if (!component.equals("etcd")) {
            return new Yes();
        }
        NodeExecutor machine = nodes.node(node);
        if (StaticPods.on(machine).find("etcd").isEmpty()) {
            return new Yes();
        }
        EtcdOnNode member = EtcdOnNode.read(machine);
        try (EtcdCluster cluster = EtcdCluster.of(machine)) {
            return answer(node, member.name(), member.peerUrls(), cluster.quickHealth());
        } catch (EtcdUnavailableException e) {
            return unasked(node, member, e.triedInWords());
        } catch (CredentialsMisassignedException e) {
            return unasked(node, member, String.valueOf(e.getMessage()));
        }
    }

    private static Answer unasked(String node, EtcdOnNode member, String why) {
        return listens(member)
                ? new Downtime("etcd of " + node + " does not say whether a majority serves without it: " + why
                        + (why.endsWith(".") ? "" : ".") + " While it is away the cluster's API may not serve.")
                : new Yes();
    }

    /** What runs nowhere cannot be taken away; what runs and cannot be asked may be the one that counts. */
    private static boolean listens(EtcdOnNode member) {
        return member.endpoints().stream().anyMatch(endpoint -> ListeningPort.isOpen(member.node(), endpoint.port()));
    }

    static Answer answer(String node, String name, List<String> peerUrls, EtcdHealth health) {
        Optional<MemberHealth> found = health.members().stream()
                .filter(one -> peerUrls.isEmpty()
                        ? one.member().name().equals(name)
                        : one.member().peerUrls().stream().anyMatch(peerUrls::contains))
                .findFirst();
        if (found.isEmpty()) {
            return new No(
                    "etcd of " + node + " (" + name + ") is not in its own cluster's list of members.",
                    "Find out whether it was removed, or whether its etcd.yaml names addresses that it no longer has.");
        }
        MemberHealth member = found.get();
        if (member.member().learner() || !member.serves()) {
            return new Yes();
        }
        Quorum now = health.quorum();
        if (now.voters() == 1) {
            return new Downtime(
                    "etcd of " + node + " is the only voter: the cluster's API does not serve while it is away.");
        }
        Quorum then = now.withOneAway();
        if (!health.serving() || !then.reached()) {
            return new No(
                    "Without etcd of " + node + " no majority would serve: now " + now.sentence() + "; then "
                            + then.sentence() + ".",
                    "Bring the voters back that do not serve, then run it again.");
        }
        return new Yes();
    }
}
