package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.node.CommandResult;
import io.daytwo.retry.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The faults that other stories build on do what they say. */
@Testbed(controlPlanes = 1)
class FaultsStory {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Test
    void eachFaultIsSeenAndCanBeTakenBack(ClusterUnderTest cluster) {
        Faults faults = cluster.faults();
        Api server = cluster.api("cp1");

        faults.partition("lb", "cp1");
        assertThat(cluster.api().serves("/readyz")).isFalse();
        assertThat(server.serves("/readyz")).isTrue();
        faults.heal();
        awaitServing(cluster.api());

        faults.fill("cp1", "/var/lib", 0);
        assertThat(cluster.trySsh("root@cp1", "head -c 1M /dev/zero > /var/lib/more")
                        .stderr())
                .contains("No space left");
        faults.unfill("cp1");
        cluster.ssh("root@cp1", "head -c 1M /dev/zero > /var/lib/more");

        String before = cluster.ssh("root@cp1", "sha256sum /var/lib/more; stat -c '%s %Y' /var/lib/more");
        faults.corrupt("cp1", "/var/lib/more");
        String after = cluster.ssh("root@cp1", "sha256sum /var/lib/more; stat -c '%s %Y' /var/lib/more");
        assertThat(after.lines().skip(1)).isEqualTo(before.lines().skip(1).toList());
        assertThat(after).isNotEqualTo(before);

        faults.freeze("cp1", "kube-scheduler");
        assertThat(cluster.ssh("cp1", "ps -o stat= -C kube-scheduler")).startsWith("T");
        faults.thaw("cp1", "kube-scheduler");
        assertThat(cluster.ssh("cp1", "ps -o stat= -C kube-scheduler")).doesNotStartWith("T");
        faults.stop("cp1", "kube-scheduler");
        assertThat(cluster.trySsh("cp1", "pgrep -x kube-scheduler").exitStatus())
                .isEqualTo(1);
        faults.start("cp1", "kube-scheduler");
        faults.stop("cp1", "kubelet");
        assertThat(cluster.trySsh("cp1", "systemctl is-active kubelet").stdout())
                .contains("inactive");
        faults.start("cp1", "kubelet");

        CompletableFuture<CommandResult> session = CompletableFuture.supplyAsync(
                () -> cluster.trySsh("cp1", "touch /tmp/began; sleep 100; touch /tmp/ended"));
        var unused = Await.forThat("the session to begin")
                .within(LIMIT)
                .until(() -> cluster.trySsh("cp1", "test -e /tmp/began").isSuccess(), began -> began);
        faults.cutSsh("cp1");
        assertThat(session.join().exitStatus()).isEqualTo(255);

        faults.crash("cp1");
        assertThat(server.serves("/readyz")).isFalse();
        faults.boot("cp1");
        cluster.awaitReadyz(LIMIT);
        Wellness.expect(cluster);
    }

    @Test
    void delaysAndCutsConnectionsThatComeFromOtherMachines(ClusterUnderTest cluster) {
        Duration late = Duration.ofMillis(200);
        cluster.faults().delay("cp1", 6443, late);
        long started = System.nanoTime();
        assertThat(cluster.api("cp1").serves("/readyz")).isTrue();
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        // One way there and one back for TLS, and again for the request.
        assertThat(took).isBetween(late.multipliedBy(4), late.multipliedBy(20));

        cluster.faults().cutAfter("cp1", 6443, 1000);
        assertThat(cluster.api("cp1").serves("/readyz")).isFalse();
        cluster.faults().undelay("cp1", 6443);
        awaitServing(cluster.api("cp1"));
        awaitServing(cluster.api());
        cluster.say("200 ms late each way: /readyz on a new connection in " + took.toMillis() + " ms; cut; healed");
    }

    /**
     * No clock is touched: the certificates were issued in the past, and what they kill is dead as in real clusters.
     */
    @Test
    void expiredCertificatesLeaveNoApiServerAndNoKubelet(ClusterUnderTest cluster) {
        cluster.faults().age("cp1", 400);
        cluster.faults().crash("cp1");
        cluster.faults().boot("cp1");
        String reason = Await.forThat("the kubelet to give up")
                .within(LIMIT)
                .until(
                        () -> cluster.trySsh("root@cp1", "journalctl -b -u kubelet --no-pager")
                                .stdout(),
                        journal -> journal.contains("is expired"));
        assertThat(reason).contains("/etc/kubernetes/kubelet.conf is expired");
        assertThat(cluster.trySsh("cp1", "pgrep -x kube-apiserver").exitStatus())
                .isEqualTo(1);
        assertThat(cluster.api("cp1").serves("/readyz")).isFalse();
        String dates =
                cluster.ssh("root@cp1", "kubeadm certs check-expiration --config /root/kubeadm.yaml 2> /dev/null");
        assertThat(dates.lines().filter(line -> line.contains("<invalid>"))).hasSize(11);
        assertThat(dates.lines().filter(line -> line.matches("(etcd-|front-proxy-)?ca .*")))
                .hasSize(3)
                .noneMatch(line -> line.contains("<invalid>"));
        cluster.say("everything expired but the CAs: no kubelet, no API server");
    }

    private static void awaitServing(Api api) {
        var unused = Await.forThat("/readyz").within(LIMIT).until(() -> api.serves("/readyz"), serving -> serving);
    }
}
