package io.daytwo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.cluster.rig.ApiServerRig;
import io.daytwo.cluster.rig.WithApiServers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README's look around, typed as it stands there, on a real API server that holds such a cluster. */
@WithApiServers
class LookAroundIT {
    private static final String PROMPT = "jshell> ";

    @Test
    void answersWhatTheReadmeShows(ApiServerRig rig) {
        registerCluster(rig);
        List<String> lines = Project.jshellBlockOfReadme().lines().toList();
        String answer = lines.get(lines.size() - 1);
        String version = rig.kubectl("get", "--raw=/version").replaceAll("(?s).*\"gitVersion\": *\"([^\"]+)\".*", "$1");
        try (Shell shell = new Shell()) {
            String shown = "";
            for (String line : lines.subList(0, lines.size() - 1)) {
                assertThat(line).startsWith(PROMPT);
                String admin = rig.kubeconfig("readme", "daytwo:operators").toString();
                shown = shell.enter(line.substring(PROMPT.length()).replace("admin.conf", admin));
            }
            assertThat("$2 ==> " + shown).isEqualTo(answer.replaceFirst("version=[^]]*", "version=" + version));
            assertThat(shell.enter("cluster.close()")).isEmpty();
        }
    }

    private static void registerCluster(ApiServerRig rig) {
        StringBuilder objects = new StringBuilder("""
                {apiVersion: v1, kind: ConfigMap, metadata: {name: kubeadm-config, namespace: kube-system}, data: {
                  ClusterConfiguration: "apiVersion: kubeadm.k8s.io/v1beta4\\nkind: ClusterConfiguration\\netcd:\\n  local:\\n    dataDir: /var/lib/etcd\\n"}}
                """);
        for (String node : List.of("cp1", "cp2", "cp3", "w1", "w2")) {
            String role = node.startsWith("cp") ? "node-role.kubernetes.io/control-plane: ''" : "";
            objects.append(
                    "---\n{apiVersion: v1, kind: Node, metadata: {name: " + node + ", labels: {" + role + "}}}\n");
        }
        rig.apply(objects.toString());
    }
}
