package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Nodes;
import io.daytwo.plan.Safeguard.Answer;
import io.daytwo.plan.Safeguard.Downtime;
import io.daytwo.plan.Safeguard.No;
import io.daytwo.plan.Safeguard.Yes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;

class QuorumSafeguardIT {
    @Test
    void oneOfThreeMayBeAwayAndThenNoOther() {
        try (EtcdRig rig = rig(3);
                Nodes nodes = nodes(rig)) {
            QuorumSafeguard safeguard = QuorumSafeguard.through(nodes);
            assertThat(safeguard.mayBeAway("cp1", "etcd")).isEqualTo(new Yes());

            rig.member("cp3").kill();
            assertThat(safeguard.mayBeAway("cp1", "etcd"))
                    .isInstanceOfSatisfying(
                            No.class,
                            no -> assertThat(no.why())
                                    .isEqualTo(
                                            "Without etcd of cp1 no majority would serve: now 3 voters, 2 healthy, 2 needed, none"
                                                    + " more may be lost; then 3 voters, 1 healthy, 2 needed, 1 missing: no quorum."));
            assertThat(safeguard.mayBeAway("cp3", "etcd"))
                    .as("it is away already")
                    .isEqualTo(new Yes());
            assertThat(safeguard.mayBeAway("cp1", "kube-scheduler")).isEqualTo(new Yes());
        }
    }

    @Test
    void theOnlyVoterIsDowntime() throws IOException {
        try (EtcdRig rig = rig(1);
                Nodes nodes = nodes(rig)) {
            QuorumSafeguard safeguard = QuorumSafeguard.through(nodes);
            Answer answer = safeguard.mayBeAway("cp1", "etcd");
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Downtime.class,
                            downtime -> assertThat(downtime.what()).contains("cp1", "only voter"));

            rig.member("cp1").kill();
            assertThat(safeguard.mayBeAway("cp1", "etcd")).isEqualTo(new Yes());
            rig.member("cp1").start().awaitReady();
            Files.delete(rig.node("cp1").manifest());
            assertThat(safeguard.mayBeAway("cp1", "etcd"))
                    .as("its manifest is parked")
                    .isEqualTo(new Yes());
        }
    }

    @Test
    void aMemberThatCannotBeAskedMayBeTheOneThatCounts() throws IOException {
        try (EtcdRig rig = rig(1);
                EtcdRig other = rig(1);
                Nodes nodes = nodes(rig)) {
            String authority = "etcd/ca.crt";
            Files.copy(
                    other.node("cp1").pki().resolve(authority),
                    rig.node("cp1").pki().resolve(authority),
                    StandardCopyOption.REPLACE_EXISTING);
            assertThat(QuorumSafeguard.through(nodes).mayBeAway("cp1", "etcd"))
                    .isInstanceOfSatisfying(
                            Downtime.class,
                            downtime -> assertThat(downtime.what())
                                    .startsWith("etcd of cp1 does not say whether a majority serves without it: ")
                                    .endsWith(" While it is away the cluster's API may not serve."));
        }
    }

    @Test
    void oneThatHangsMayBeTheOneThatCounts() {
        try (EtcdRig rig = rig(1);
                Nodes nodes = nodes(rig)) {
            rig.member("cp1").pause();
            assertThat(QuorumSafeguard.through(nodes).mayBeAway("cp1", "etcd")).isInstanceOf(Downtime.class);
            rig.member("cp1").resume();
        }
    }

    private static EtcdRig rig(int members) {
        return EtcdRig.of(EtcdRelease.LINE_3_6).tls().members(members).fast().start();
    }

    private static Nodes nodes(EtcdRig rig) {
        return Nodes.of(rig.nodes().stream().map(folder -> folder.executor()).toArray(NodeExecutor[]::new));
    }
}
