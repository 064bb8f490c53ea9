package io.daytwo.upgrade.certs;

import io.daytwo.manifests.pki.NodeCertificate;
import io.daytwo.manifests.pki.NodeCertificates;
import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Change;
import io.daytwo.plan.StepContext;
import io.daytwo.plan.StepState;
import io.daytwo.retry.Await;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A kubelet whose client certificate is dead gets a new one, signed here by the cluster's CA: it could get none by
 * itself, for it does not start. Laid where the kubelet's own rotation takes over ({@code kubelet-client-current.pem});
 * kubelet.conf is written anew only where it leads elsewhere. No key leaves the node.
 */
record KubeletStep(String host) implements HostStep {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Names of files as the kubelet's store makes them (client-go util/certificate/certificate_store.go). */
    private static final String REPAIR = """
            set -eu
            umask 077
            config=$1 name=$2 stamp=$3 pki=/var/lib/kubelet/pki conf=/etc/kubernetes/kubelet.conf
            new=/etc/kubernetes/.kubelet.conf.daytwo
            mkdir -p "$pki"
            kubeadm kubeconfig user --config "$config" --client-name "$name" --org system:nodes > "$new"
            pem=$pki/.kubelet-client.daytwo
            sed -n 's/^ *client-certificate-data: *//p' "$new" | base64 -d > "$pem"
            sed -n 's/^ *client-key-data: *//p' "$new" | base64 -d >> "$pem"
            grep -q 'BEGIN CERTIFICATE' "$pem" && grep -q 'PRIVATE KEY' "$pem"
            sync "$pem"
            mv "$pem" "$pki/kubelet-client-$stamp.pem"
            current=$pki/kubelet-client-current.pem
            if [ -e "$current" ] && [ ! -L "$current" ]; then mv "$current" "$current.before-$stamp"; fi
            ln -sfn "$pki/kubelet-client-$stamp.pem" "$pki/.current.daytwo"
            mv -T "$pki/.current.daytwo" "$current"
            if grep -q "client-certificate: *$current" "$conf" 2> /dev/null && grep -q "client-key: *$current" "$conf"; then
              rm "$new"
            else
              sed -i "s|client-certificate-data:.*|client-certificate: $current|; s|client-key-data:.*|client-key: $current|" "$new"
              sync "$new"
              if [ -e "$conf" ]; then cp -a "$conf" "$conf.before-$stamp"; fi
              mv "$new" "$conf"
            fi
            sync "$pki" /etc/kubernetes""";

    private static final String RESTART = "systemctl reset-failed kubelet 2> /dev/null; systemctl restart kubelet";

    @Override
    public String id() {
        return host + "/repair-kubelet";
    }

    @Override
    public String title() {
        return "bring the kubelet of " + host + " back to life";
    }

    @Override
    public StepState check(StepContext context) {
        List<NodeCertificate> all = NodeCertificates.on(context.node(host)).all();
        KubeletClient client = KubeletClient.of(all);
        if (client.isAlive()) {
            return isRunning(context.node(host)).isPresent()
                    ? new StepState.Done(client.words())
                    : StepState.Needed.of(new Change.Run(host, Command.changingShell(RESTART)));
        }
        if (DueCertificates.isSignedElsewhere("admin.conf", all)) {
            return new StepState.Blocked(
                    "On " + host + " " + client.words() + ", and the key of the CA that signs it is not there.",
                    "Have a certificate signed for CN=" + name(all, context.node(host))
                            + ", O=system:nodes, put it with its key"
                            + " into /var/lib/kubelet/pki/kubelet-client-current.pem, and restart the kubelet; a worker"
                            + " may join again by a new bootstrap-kubelet.conf.");
        }
        Optional<StepState> refusal = KubeadmFile.missing(context, host).or(() -> ClockSkew.refusal(context, host));
        return refusal.isPresent()
                ? refusal.get()
                : StepState.Needed.of(
                        new Change.Run(host, repair(KubeadmFile.path(context, host), name(all, context.node(host)))),
                        new Change.Run(host, Command.changingShell(RESTART)));
    }

    /** The name in the dead certificate; where that is gone, the node's. */
    private static String name(List<NodeCertificate> all, NodeExecutor machine) {
        String found = KubeletClient.of(all)
                .certificate()
                .map(NodeCertificate::subject)
                .orElseGet(() -> "system:node:" + new ClusterConfiguration(machine).nodeName());
        if (!found.matches("system:node:[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")) {
            throw new IllegalArgumentException(
                    "the kubelet's certificate of " + machine.name() + " is for \"" + found + "\"");
        }
        return found;
    }

    private static Command repair(String config, String name) {
        return Command.changingShell(REPAIR, config, name, BackupStep.stamp()).timeout(LIMIT);
    }

    @Override
    public void apply(StepContext context) {
        NodeExecutor machine = context.node(host);
        List<NodeCertificate> all = NodeCertificates.on(machine).all();
        if (!KubeletClient.of(all).isAlive()) {
            machine.run(repair(KubeadmFile.write(context, host), name(all, machine)))
                    .orThrow();
        }
        machine.run(Command.changingShell(RESTART).timeout(LIMIT)).orThrow();
        Pause.of(Duration.ofSeconds(3));
        var unused = Await.forThat("the kubelet of " + host + " to run")
                .within(LIMIT)
                .orElse("Read why it does not: journalctl -u kubelet.")
                .until(() -> isRunning(machine), Optional::isPresent);
    }

    /** Whether it runs and will be let in. */
    static boolean isWell(NodeExecutor machine, List<NodeCertificate> all) {
        return KubeletClient.of(all).isAlive() && isRunning(machine).isPresent();
    }

    /** Its process, where systemd says that it is active. */
    private static Optional<String> isRunning(NodeExecutor machine) {
        CommandResult result = machine.run(
                Command.readingShell("systemctl is-active -q kubelet && systemctl show -p MainPID --value kubelet"));
        return result.isSuccess() ? Optional.of(result.stdout().strip()) : Optional.empty();
    }
}
