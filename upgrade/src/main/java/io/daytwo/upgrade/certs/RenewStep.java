package io.daytwo.upgrade.certs;

import io.daytwo.node.Command;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Change;
import io.daytwo.plan.StepContext;
import io.daytwo.plan.StepState;
import io.daytwo.upgrade.certs.DueCertificates.Due;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code kubeadm certs renew}, one certificate after the other. It writes the key, then the certificate, each in place
 * (cmd/kubeadm/app/util/pkiutil/pki_helpers.go, WriteCertAndKey): killed between the two it leaves a pair that does not
 * match, killed in a write half a file. The first is renewed again, the second put back from the backup before.
 */
record RenewStep(String host, RenewalScope scope) implements HostStep {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /**
     * Held by kubeadm itself for as long as it runs, whatever became of who started it: no second one writes beside it.
     */
    private static final String LOCK = "/var/lib/daytwo/kubeadm.flock";

    private static final String PUT_BACK = """
            set -eu
            for path in "$2" "$3"; do
              [ -e "$1$path" ] || continue
              cp -a "$1$path" "${path%/*}/.daytwo-back"
              sync "${path%/*}/.daytwo-back"
              mv -f "${path%/*}/.daytwo-back" "$path"
            done""";

    @Override
    public String id() {
        return host + "/renew";
    }

    @Override
    public String title() {
        return "renew certificates of " + host;
    }

    @Override
    public StepState check(StepContext context) {
        DueCertificates certificates = DueCertificates.of(host, scope, context);
        if (certificates.due().isEmpty()) {
            return new StepState.Done(certificates.nothing());
        }
        Optional<StepState> refusal = KubeadmFile.missing(context, host).or(() -> ClockSkew.refusal(context, host));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        List<Change> changes = certificates.due().stream()
                .<Change>map(due -> new Change.Run(host, renew(due, KubeadmFile.path(context, host))))
                .toList();
        return new StepState.Needed(changes);
    }

    private static Command renew(Due due, String config) {
        return Command.changing("flock", "-w", "60", LOCK, "kubeadm", "certs", "renew", due.name(), "--config", config)
                .timeout(LIMIT);
    }

    @Override
    public void apply(StepContext context) {
        NodeExecutor machine = context.node(host);
        DueCertificates certificates = DueCertificates.of(host, scope, context);
        String config = KubeadmFile.write(context, host);
        for (Due due : certificates.due()) {
            context.checkpoint();
            if (due.isBroken()) {
                putBack(context, due, certificates);
            }
            context.note(due.toString());
            machine.run(renew(due, config)).orThrow();
        }
        List<Due> left = DueCertificates.of(host, scope, context).due();
        context.note(
                left.isEmpty()
                        ? "renewed"
                        : "still due: " + left.stream().map(Due::toString).collect(Collectors.joining(", ")));
    }

    /** kubeadm takes names and usages from the certificate that is there. */
    private void putBack(StepContext context, Due due, DueCertificates certificates) {
        BackupStep.path(context, host)
                .ifPresent(backup -> context.node(host)
                        .run(Command.changingShell(
                                PUT_BACK, backup, due.path(), DueCertificates.keyPath(due.name(), certificates.all())))
                        .orThrow());
    }
}
