package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.daytwo.cluster.ClusterClient;
import io.daytwo.cluster.CordonState;
import io.daytwo.manifests.StaticPods;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Journal;
import io.daytwo.plan.Nodes;
import io.daytwo.plan.Plan;
import io.daytwo.plan.PlanPreview;
import io.daytwo.plan.PlanResult;
import io.daytwo.plan.RunOptions;
import io.daytwo.retry.Await;
import io.daytwo.upgrade.certs.CertRenewal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A preview changes nothing: not on the nodes, and the audit log of the API server holds no write. */
@Testbed(controlPlanes = 1)
class PreviewStory {
    /** Everybody but the cluster's own parts. */
    private static final String POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
            - level: None
              userGroups: [system:nodes, system:serviceaccounts, system:unauthenticated]
            - level: None
              users: [system:apiserver, system:kube-controller-manager, system:kube-scheduler, system:kube-proxy]
            - level: Metadata
            """;

    @TempDir
    private Path folder;

    private RunOptions options(String name) {
        return RunOptions.defaults().journal(Journal.at(folder.resolve(name + ".journal")));
    }

    @Test
    void leavesNodesAndClusterAsTheyWere(ClusterUnderTest cluster) throws IOException {
        try (NodeExecutor cp1 = cluster.node("cp1").asRoot()) {
            writeDownRequests(cluster, cp1);
        }
        try (ClusterClient client = Operator.client(cluster, folder);
                Nodes nodes = Nodes.of(client, name -> cluster.node(name).asRoot())) {
            assertThat(client.topology().controlPlanes()).containsExactly("cp1");
            int begun = await(cluster, 0, request -> user(request).equals("operator"))
                    .size();
            String before = everything(cluster);
            Plan plan = CertRenewal.forControlPlanes(client, nodes).all().plan();
            PlanPreview preview = plan.preview(options("renewal").acceptDowntime());
            assertThat(everything(cluster)).isEqualTo(before);
            assertThat(preview.isNothingToDo()).isFalse();
            assertThat(preview.blocked()).isEmpty();
            preview.lines().forEach(System.out::println);
            cluster.ssh("root@cp1", "touch /etc/kubernetes/admin.conf");
            assertThat(everything(cluster)).as("the comparison sees a touch").isNotEqualTo(before);

            assertThat(client.cordon("cp1", "story")).isEqualTo(CordonState.CORDONED_BY_OWNER);
            List<JsonObject> requests = await(cluster, begun, PreviewStory::isWrite);
            List<JsonObject> previews =
                    requests.stream().takeWhile(request -> !isWrite(request)).toList();
            JsonObject write = requests.get(previews.size());
            assertThat(write.get("requestURI").getAsString()).startsWith("/api/v1/nodes/cp1");
            assertThat(user(write)).isEqualTo("operator");
            assertThat(previews).isNotEmpty();
            cluster.say("previewed: " + previews.size() + " requests to the API server, none of them a write");
        }
    }

    private void writeDownRequests(ClusterUnderTest cluster, NodeExecutor cp1) {
        cluster.ssh("root@cp1", "cat > /etc/kubernetes/pki/audit.yaml <<'END'\n" + POLICY + "END\n");
        StaticPods pods = StaticPods.on(cp1);
        PlanResult result = pods.replace(
                pods.manifest("kube-apiserver")
                        .withFlag("--audit-policy-file", "/etc/kubernetes/pki/audit.yaml")
                        .withFlag("--audit-log-path", "-"),
                options("audit"));
        assertThat(result.applied()).hasSize(1);
        cluster.awaitReadyz(Duration.ofMinutes(2));
    }

    /** The requests behind the first so many, once such a one is among them. */
    private static List<JsonObject> await(ClusterUnderTest cluster, int skipped, Predicate<JsonObject> awaited) {
        return Await.forThat("a request in the audit log")
                .within(Duration.ofSeconds(20))
                .until(
                        () -> requests(cluster).stream().skip(skipped).toList(),
                        all -> all.stream().anyMatch(awaited));
    }

    private static String user(JsonObject request) {
        return request.getAsJsonObject("user").get("username").getAsString();
    }

    /** In their order, as kube-apiserver prints them. */
    private static List<JsonObject> requests(ClusterUnderTest cluster) {
        return cluster.ssh("root@cp1", "cat /var/log/pods/kube-system_kube-apiserver-cp1_*/kube-apiserver/*.log")
                .lines()
                .filter(line -> line.contains(" stdout F {"))
                .map(line -> JsonParser.parseString(line.substring(line.indexOf('{')))
                        .getAsJsonObject())
                .toList();
    }

    private static boolean isWrite(JsonObject request) {
        boolean reads =
                List.of("get", "list", "watch").contains(request.get("verb").getAsString());
        return !reads && !request.get("requestURI").getAsString().contains("dryRun=All");
    }

    /** What an operation could have changed: names, kinds, rights, owners, sizes, times of all files, and who runs. */
    private static String everything(ClusterUnderTest cluster) {
        return cluster.ssh("root@cp1", """
                find / -xdev '(' -path /proc -o -path /sys -o -path /run -o -path /var/log -o -path /var/lib/containerd \\
                  -o -path /var/lib/etcd -o -path /var/lib/kubelet/pods ')' -prune -o ! -type d \\
                  -printf '%p %y %m %u %g %s %T@ %C@\\n' | sort
                ps -C kubelet,kube-apiserver,etcd,kube-controller,kube-scheduler,containerd -o pid,lstart,args --sort pid
                """);
    }
}
