package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.daytwo.retry.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Is everything of a cluster well: every member, API server, node and Pod? */
final class Wellness {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Wellness() {}

    /** Waits for it, then says it in one line. */
    static void expect(ClusterUnderTest cluster) {
        cluster.awaitReadyz(LIMIT);
        List<Member> members = Member.of(cluster);
        List<String> etcds = cluster.externalEtcds().isEmpty() ? cluster.controlPlanes() : cluster.externalEtcds();
        assertThat(members).hasSameSizeAs(etcds).allSatisfy(member -> {
            assertThat(member.learner()).isFalse();
            assertThat(member.errors()).isEmpty();
        });
        assertThat(members).filteredOn(Member::leader).hasSize(1);

        Api api = cluster.api();
        assertThat(nodes(api)).containsExactlyInAnyOrderElementsOf(cluster.nodes());
        var unused =
                Await.forThat("every node and Pod to be ready").within(LIMIT).until(() -> unready(api), List::isEmpty);
        List<Pod> pods = Pod.all(api);
        for (String controlPlane : cluster.controlPlanes()) {
            assertThat(pods).extracting(Pod::name).contains("kube-system/kube-apiserver-" + controlPlane);
        }
        cluster.say("%d members, %d API servers, %d nodes and %d Pods are well"
                .formatted(
                        members.size(),
                        cluster.controlPlanes().size(),
                        cluster.nodes().size(),
                        pods.size()));
    }

    private static List<String> nodes(Api api) {
        List<String> names = new ArrayList<>();
        for (JsonElement node : api.list("/api/v1/nodes")) {
            names.add(node.getAsJsonObject()
                    .getAsJsonObject("metadata")
                    .get("name")
                    .getAsString());
        }
        return names;
    }

    private static List<String> unready(Api api) {
        List<String> names = new ArrayList<>();
        for (JsonElement item : api.list("/api/v1/nodes")) {
            JsonObject node = item.getAsJsonObject();
            if (!Conditions.isTrue(node, "Ready")) {
                names.add(node.getAsJsonObject("metadata").get("name").getAsString());
            }
        }
        Pod.all(api).stream().filter(pod -> !pod.ready()).map(Pod::name).forEach(names::add);
        return names;
    }
}
