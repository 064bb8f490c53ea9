package io.daytwo.testbed;

import io.daytwo.cluster.ApiServer;
import io.daytwo.cluster.ClusterClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who works with the rights that daytwo ships, no more. */
final class Operator {
    private static final Path RIGHTS = Path.of("../core/src/main/resources/io/daytwo/cluster/daytwo-rbac.yaml");

    private Operator() {}

    /** A certificate of the group that the shipped roles name, as kubeadm makes them for users. */
    static ClusterClient client(ClusterUnderTest cluster, Path folder) throws IOException {
        cluster.kubectl("apply", "-f", RIGHTS.toAbsolutePath().normalize().toString());
        String configuration = cluster.kubectl(
                "-n",
                "kube-system",
                "get",
                "configmap",
                "kubeadm-config",
                "-o",
                "jsonpath={.data.ClusterConfiguration}");
        cluster.ssh("root@cp1", "cat > /root/kubeadm.yaml <<'END'\n" + configuration + "\nEND\n");
        String kubeconfig = cluster.ssh(
                "root@cp1",
                "kubeadm kubeconfig user --config /root/kubeadm.yaml --client-name operator --org daytwo:operators 2> /dev/null");
        return ClusterClient.fromKubeconfig(Files.writeString(folder.resolve("operator.conf"), kubeconfig));
    }

    /** The same at each API server's own address, without the load balancer. */
    static ClusterClient direct(ClusterClient client) {
        return client.withEndpoints(
                client.apiServers().stream().map(ApiServer::endpoint).toList());
    }
}
