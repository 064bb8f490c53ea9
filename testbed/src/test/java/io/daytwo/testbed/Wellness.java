package io.daytwo.testbed;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.daytwo.retry.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Is everything of a cluster well: every member, API server, node and Pod?
 *
 * @param members how many there are
 * @param pods how many there are
 * @param troubles what is not well
 */
record Wellness(int members, int pods, List<String> troubles) {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Waits for it, also while a kubelet that was just upgraded makes its static Pods anew; says it in one line. */
    static void expect(ClusterUnderTest cluster) {
        cluster.awaitReadyz(LIMIT);
        Wellness wellness = Await.forThat("every member, API server, node and Pod to be well")
                .within(LIMIT)
                .until(() -> look(cluster), look -> look.troubles.isEmpty());
        cluster.say("%d members, %d API servers, %d nodes and %d Pods are well"
                .formatted(
                        wellness.members,
                        cluster.controlPlanes().size(),
                        cluster.nodes().size(),
                        wellness.pods));
    }

    private static Wellness look(ClusterUnderTest cluster) {
        List<String> troubles = new ArrayList<>();
        try {
            int members = members(cluster, troubles);
            nodes(cluster, troubles);
            return new Wellness(members, pods(cluster, troubles), troubles);
        } catch (RuntimeException | AssertionError e) {
            troubles.add("no answer: " + e);
            return new Wellness(0, 0, troubles);
        }
    }

    private static int members(ClusterUnderTest cluster, List<String> troubles) {
        List<Member> members = Member.of(cluster);
        List<String> etcds = cluster.externalEtcds().isEmpty() ? cluster.controlPlanes() : cluster.externalEtcds();
        int expected = etcds.size();
        if (members.size() != expected) {
            troubles.add(members.size() + " members instead of " + expected);
        }
        for (Member member : members) {
            if (member.learner() || !member.errors().isEmpty()) {
                troubles.add(member.toString());
            }
        }
        if (members.stream().filter(Member::leader).count() != 1) {
            troubles.add("not one leader: " + members);
        }
        return members.size();
    }

    private static void nodes(ClusterUnderTest cluster, List<String> troubles) {
        List<String> names = new ArrayList<>();
        for (JsonElement item : cluster.api().list("/api/v1/nodes")) {
            JsonObject node = item.getAsJsonObject();
            String name = node.getAsJsonObject("metadata").get("name").getAsString();
            names.add(name);
            if (!Conditions.isTrue(node, "Ready")) {
                troubles.add(name + " is not Ready");
            }
        }
        if (!Set.copyOf(names).equals(Set.copyOf(cluster.nodes()))) {
            troubles.add("nodes " + names + " instead of " + cluster.nodes());
        }
    }

    private static int pods(ClusterUnderTest cluster, List<String> troubles) {
        List<Pod> pods = Pod.all(cluster.api());
        pods.stream().filter(pod -> !pod.ready()).forEach(pod -> troubles.add(pod.name() + " is not ready"));
        for (String node : cluster.controlPlanes()) {
            if (pods.stream().noneMatch(pod -> pod.name().equals("kube-system/kube-apiserver-" + node))) {
                troubles.add("no Pod of the API server of " + node);
            }
        }
        return pods.size();
    }
}
