package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.manifests.StaticPods;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Journal;
import io.daytwo.plan.PlanResult;
import io.daytwo.plan.RunOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A static Pod is recognised by what a node has: crictl, else ctr, else its processes' names. Each time the kubelet is
 * stopped, so that nobody else ends the Pod, and its logs are away, so that nothing else tells whose a process is.
 */
@Testbed(controlPlanes = 1)
class StaticPodToolsStory {
    private static final String FOLDER = "/etc/kubernetes/manifests";

    /** Named otherwise than its program, and its own probe leaves a mark. The kubelet asks it after an hour first. */
    private static final String VIP = """
            apiVersion: v1
            kind: Pod
            metadata: {name: vip, namespace: kube-system}
            spec:
              hostNetwork: true
              terminationGracePeriodSeconds: 1
              containers:
              - name: keeper
                image: %s
                command: [sh, -c, "exec /lib64/ld-linux-x86-64.so.2 /bin/sh -c 'read line < /marks/wait'"]
                readinessProbe: {exec: {command: [sh, -c, "echo asked > /marks/asked"]}, initialDelaySeconds: 3600}
                volumeMounts: [{name: marks, mountPath: /marks}]
              volumes: [{name: marks, hostPath: {path: /var/lib/marks}}]
            """;

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();

    private RunOptions options() {
        return RunOptions.defaults().journal(Journal.at(folder.resolve("story.journal")));
    }

    @Test
    void eachIsEnoughToStopAPodAndToStartIt(ClusterUnderTest cluster) {
        String image = cluster.ssh("root@cp1", "ctr -n k8s.io images ls -q name~=kube-proxy:v" + version(cluster))
                .lines()
                .findFirst()
                .orElseThrow();
        cluster.ssh("root@cp1", "mkdir /var/lib/marks && mkfifo /var/lib/marks/wait");
        cluster.ssh("root@cp1", "cat > /root/vip.yaml <<'END'\n" + VIP.formatted(image) + "END");
        cluster.ssh("root@cp1", "mv /root/vip.yaml " + FOLDER + "/vip.yaml");
        try (NodeExecutor cp1 = cluster.node("cp1").asRoot()) {
            StaticPods pods = StaticPods.on(cp1);
            stopsAndStarts(cluster, pods, "crictl", "vip", "ld-linux-x86-64");
            hide(cluster, "crictl");
            stopsAndStarts(cluster, pods, "ctr", "vip", "ld-linux-x86-64");
            hide(cluster, "ctr");
            stopsAndStarts(cluster, pods, "process", "kube-scheduler", "kube-scheduler");
            assertThat(pods.stop("vip", options()).applied()).hasSize(1);
        } finally {
            var unused = cluster.trySsh(
                    "root@cp1", "for f in /usr/bin/*.hidden /usr/local/bin/*.hidden; do mv $f ${f%.hidden}; done");
        }
        Wellness.expect(cluster);
        cluster.say(String.join("; ", said));
    }

    private static String version(ClusterUnderTest cluster) {
        return cluster.version().replaceFirst("^v", "");
    }

    private static void hide(ClusterUnderTest cluster, String tool) {
        cluster.ssh("root@cp1", "f=$(command -v " + tool + ") && mv $f $f.hidden && ! command -v " + tool);
    }

    private void stopsAndStarts(ClusterUnderTest cluster, StaticPods pods, String by, String pod, String program) {
        var unused = start(cluster, pods, pod);
        cluster.ssh("root@cp1", "systemctl stop kubelet");
        cluster.ssh("root@cp1", "mkdir /var/log/" + by + " && mv /var/log/pods/*_" + pod + "-cp1_* /var/log/" + by);
        String pid = cluster.ssh("root@cp1", "pgrep -x " + program).strip();
        PlanResult stopped = pods.stop(pod, options());
        assertThat(stopped.applied()).hasSize(1);
        assertThat(cluster.trySsh("root@cp1", "test -e /proc/" + pid).exitStatus())
                .as(by)
                .isEqualTo(1);
        assertThat(cluster.ssh("root@cp1", "ls " + FOLDER)).doesNotContain(pod);
        cluster.ssh("root@cp1", "systemctl start kubelet");
        PlanResult started = start(cluster, pods, pod);
        assertThat(cluster.ssh("root@cp1", "pgrep -x " + program).strip()).isNotEqualTo(pid);
        said.add(
                by + ": " + pod + " stopped in " + seconds(stopped.took()) + ", started in " + seconds(started.took()));
    }

    /** Whether it has to be started or is up already: its own probe is asked. */
    private PlanResult start(ClusterUnderTest cluster, StaticPods pods, String pod) {
        cluster.ssh("root@cp1", "rm -f /var/lib/marks/asked");
        PlanResult started = pods.start(pod, options());
        if (pod.equals("vip")) {
            assertThat(cluster.ssh("root@cp1", "cat /var/lib/marks/asked")).startsWith("asked");
        }
        return started;
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
