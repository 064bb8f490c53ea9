package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.manifests.PodNotStartedException;
import io.daytwo.manifests.StaticPodManifest;
import io.daytwo.manifests.StaticPods;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Journal;
import io.daytwo.plan.PlanBlockedException;
import io.daytwo.plan.PlanResult;
import io.daytwo.plan.RunOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Static Pods of a living control plane are replaced, stopped and started, and what goes wrong is put right. */
@Testbed(controlPlanes = 1)
class StaticPodsStory {
    private static final String FOLDER = "/etc/kubernetes/manifests";

    @TempDir
    private Path folder;

    private RunOptions options() {
        return RunOptions.defaults().journal(Journal.at(folder.resolve("story.journal")));
    }

    @Test
    void areEditedAsTheReadmeSays(ClusterUnderTest cluster) {
        try (NodeExecutor cp1 = cluster.node("cp1").asRoot()) {
            var pods = StaticPods.on(cp1);
            var before = pods.manifest("kube-apiserver");
            var after = before.withFlag("--audit-log-maxage", "30");
            assertThat(before.diff(after)).isEqualTo("+    - --audit-log-maxage=30");
            PlanResult result = pods.replace(after, options());
            assertThat(cluster.ssh("root@cp1", "pgrep -af ^kube-apiserver")).contains("--audit-log-maxage=30");
            assertThat(cluster.api("cp1").serves("/readyz")).isTrue();
            assertThat(pods.manifest("kube-apiserver").text()).isEqualTo(after.text());
            assertThat(cluster.ssh("root@cp1", "stat -c '%a %U' " + FOLDER + "/kube-apiserver.yaml"))
                    .isEqualToIgnoringNewLines("600 root");
            assertThat(pods.replace(after, options()).applied()).isEmpty();
            cluster.say("a flag of kube-apiserver: the new one served after " + seconds(result.took()));
        }
    }

    @Test
    void haveABadFlagTakenBack(ClusterUnderTest cluster) {
        try (NodeExecutor cp1 = cluster.node("cp1").asRoot()) {
            var pods = StaticPods.on(cp1);
            StaticPodManifest before = pods.manifest("kube-apiserver");
            long began = System.nanoTime();
            PodNotStartedException why = catchThrowableOfType(
                    PodNotStartedException.class, () -> pods.replace(before.withFlag("--bogus", "1"), options()));
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            assertThat(why.isPutBack()).isTrue();
            assertThat(why.logLines()).anyMatch(line -> line.contains("unknown flag: --bogus"));
            assertThat(why.getMessage()).contains("unknown flag: --bogus").contains(cluster.address("cp1"));
            assertThat(pods.manifest("kube-apiserver").text()).isEqualTo(before.text());
            assertThat(cluster.api("cp1").serves("/readyz")).isTrue();
            assertThat(cluster.ssh("root@cp1", "ls -A /var/lib/daytwo")).doesNotContain("journal");
            cluster.say("--bogus taken back after " + seconds(took) + ": " + why.getMessage());
        }
    }

    @Test
    void areNotTouchedBesideAStrayCopy(ClusterUnderTest cluster) {
        try (NodeExecutor cp1 = cluster.node("cp1").asRoot()) {
            cluster.ssh("root@cp1", "cp -p " + FOLDER + "/etcd.yaml " + FOLDER + "/etcd.yaml.bak");
            var pods = StaticPods.on(cp1);
            String before = cluster.ssh("root@cp1", "ls -lA --time-style=full-iso " + FOLDER);
            PlanBlockedException stop = catchThrowableOfType(
                    PlanBlockedException.class,
                    () -> pods.stop("etcd", options().acceptDowntime()));
            assertThat(stop.reasons()).hasSize(1);
            assertThat(stop.reasons().get(0).why()).contains(FOLDER + "/etcd.yaml.bak");
            assertThat(stop.remedy()).contains("Move " + FOLDER + "/etcd.yaml.bak out of " + FOLDER);
            StaticPodManifest etcd = pods.manifest("etcd");
            PlanBlockedException replace = catchThrowableOfType(
                    PlanBlockedException.class,
                    () -> pods.replace(
                            etcd.withFlag("--snapshot-count", "5000"), options().acceptDowntime()));
            assertThat(replace.remedy()).isEqualTo(stop.remedy());
            assertThat(cluster.ssh("root@cp1", "ls -lA --time-style=full-iso " + FOLDER))
                    .isEqualTo(before);
            cluster.say(stop.getMessage());
        }
    }

    @Tag("long")
    @Test
    void ofEtcdAreStoppedWithConsentAndStarted(ClusterUnderTest cluster) {
        try (NodeExecutor cp1 = cluster.node("cp1").asRoot()) {
            var pods = StaticPods.on(cp1);
            PlanBlockedException unasked =
                    catchThrowableOfType(PlanBlockedException.class, () -> pods.stop("etcd", options()));
            assertThat(unasked.remedy()).contains("acceptDowntime");
            PlanResult stopped = pods.stop("etcd", options().acceptDowntime());
            assertThat(cluster.trySsh("cp1", "pgrep -x etcd").exitStatus()).isEqualTo(1);
            cluster.ssh("root@cp1", "flock -n /var/lib/etcd/member/snap/db true");
            assertThat(cluster.ssh("root@cp1", "ls " + FOLDER)).doesNotContain("etcd.yaml");
            PlanResult started = pods.start("etcd", options());
            cluster.awaitReadyz(Duration.ofMinutes(2));
            assertThat(pods.start("etcd", options()).applied()).isEmpty();
            cluster.say("etcd stopped in " + seconds(stopped.took()) + ", started in " + seconds(started.took()));
        }
    }

    /**
     * A kubelet that has not seen an API server since it was started deletes no Pod: it lets etcd run without its
     * manifest, and starts what is put back all the same.
     */
    @Test
    void areStoppedByAKubeletThatWasRestartedWithTheApiDown(ClusterUnderTest cluster) {
        try (NodeExecutor cp1 = cluster.node("cp1").asRoot()) {
            var pods = StaticPods.on(cp1);
            PlanResult api = pods.stop("kube-apiserver", options().acceptDowntime());
            cluster.ssh("root@cp1", "systemctl restart kubelet");
            PlanResult etcd = pods.stop("etcd", options().acceptDowntime());
            assertThat(cluster.trySsh("cp1", "pgrep -x etcd").exitStatus()).isEqualTo(1);
            cluster.ssh("root@cp1", "systemctl restart kubelet");
            PlanResult back = pods.start("etcd", options());
            PlanResult served = pods.start("kube-apiserver", options());
            cluster.awaitReadyz(Duration.ofMinutes(2));
            Wellness.expect(cluster);
            cluster.say("kubelet restarted with kube-apiserver parked: etcd stopped in " + seconds(etcd.took())
                    + ", started in " + seconds(back.took()) + "; kube-apiserver stopped in " + seconds(api.took())
                    + ", started in " + seconds(served.took()));
        }
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
