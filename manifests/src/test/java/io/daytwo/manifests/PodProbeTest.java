package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes of Pods that are not kubeadm's: kube-vip, keepalived, HAProxy and what else runs beside them. */
class PodProbeTest {
    private static final String FOLDER = "/etc/kubernetes/manifests";

    private static final String POD = """
            kind: Pod
            metadata: {name: vip, namespace: kube-system}
            spec:
              hostNetwork: true
              containers:
              - name: vip
                ports: [{name: health, containerPort: 8080}]
                env:
                - {name: PORT, value: "9000"}
                - {name: DEEP, value: "$(PORT)"}
                - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
                readinessProbe: {%s}
                livenessProbe: {tcpSocket: {port: 1}}
            """;

    @TempDir
    private Path root;

    private static Optional<PodProbe> probe(String manifest) {
        return new PodShape(StaticPodManifest.parse(manifest, "vip.yaml")).probe();
    }

    @Test
    void anExecProbeIsTheCommandThatTheKubeletWouldRun() {
        String exec = POD.formatted(
                "exec: {command: [/check, '-p=$(PORT)', '$(DEEP)', 'n$(NODE)', '$$(PORT)', '$(NONE)']}, timeoutSeconds: 3");
        assertThat(probe(exec))
                .contains(new ExecProbe(
                        List.of("/check", "-p=9000", "$(PORT)", "n", "$(PORT)", "$(NONE)"), Duration.ofSeconds(3)));
        assertThat(probe(exec).orElseThrow()).hasToString("its own command /check");
        assertThat(probe(exec.replace(", timeoutSeconds: 3", "").replace("hostNetwork: true", "hostPID: true")))
                .get()
                .extracting("limit")
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void ofAGrpcProbeThePortIsAsked() {
        String grpc = POD.formatted("grpc: {port: 2112, service: live}");
        assertThat(probe(grpc)).contains(new NetworkProbe("TCP", "127.0.0.1", 2112, "", Map.of()));
        assertThat(probe(grpc.replace("hostNetwork: true", "hostPID: true"))).isEmpty();
    }

    @Test
    void headersAndTheNamesOfPortsAreRead() {
        String http = POD.formatted(
                "httpGet: {port: health, path: /ok, httpHeaders: [{name: Authorization, value: Bearer t}]}");
        NetworkProbe asked = new NetworkProbe("HTTP", "127.0.0.1", 8080, "/ok", Map.of("Authorization", "Bearer t"));
        assertThat(probe(http)).contains(asked);
        assertThat(asked.toString()).isEqualTo("/ok on port 8080");
    }

    @Test
    void aProbeWithoutAQuestionIsNone() {
        assertThat(probe(POD.formatted("exec: {command: []}")))
                .contains(new NetworkProbe("TCP", "127.0.0.1", 1, "", Map.of()));
    }

    @Test
    void aPodWhoseCommandFailsIsNotUp() {
        FakeKubeletNode node = new FakeKubeletNode(root);
        node.put("/var/lib/kubelet/config.yaml", "staticPodPath: " + FOLDER + "\n");
        node.put(FOLDER + "/vip.yaml", POD.formatted("exec: {command: [/check, secret]}"));
        assertThat(lacks(node)).isEmpty();
        node.insideExit = 1;
        assertThat(lacks(node)).contains("it does not answer well to its own command /check");
        node.insideExit = PodScript.NOT_ASKED;
        assertThat(lacks(node)).isEmpty();
        node.insideExit = 1;
        node.hasTools = false;
        assertThat(lacks(node)).isEmpty();
    }

    private static Optional<String> lacks(FakeKubeletNode node) {
        PodOnNode pod = PodOnNode.of(node, Optional.empty(), "vip");
        return pod.lacks(pod.state());
    }
}
