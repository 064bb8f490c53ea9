package io.daytwo.upgrade.certs;

import io.daytwo.manifests.pki.NodeCertificate;
import io.daytwo.manifests.pki.NodeCertificates;
import io.daytwo.node.Command;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Change;
import io.daytwo.plan.StepContext;
import io.daytwo.plan.StepState;
import java.util.List;

/**
 * Copies of admin.conf below /root and /home get the new certificate and key. What else is in them stays, owner and
 * mode too; the file as it was is kept beside it.
 */
record AdminCopiesStep(String host, RenewalScope scope) implements HostStep {
    private static final String KEEP = "cp -a -n \"$1\" \"$2\" && sync \"$2\"";

    @Override
    public String id() {
        return host + "/refresh-admin-conf";
    }

    @Override
    public String title() {
        return "renew the copies of admin.conf on " + host;
    }

    @Override
    public StepState check(StepContext context) {
        DueCertificates certificates = DueCertificates.of(host, scope, context);
        if (certificates.due().stream().anyMatch(due -> due.name().endsWith("admin.conf"))) {
            return new StepState.Unknown(host + "/renew");
        }
        List<String> stale = AdminCopies.stale(certificates.all());
        return stale.isEmpty()
                ? new StepState.Done("no copy with an older certificate")
                : new StepState.Needed(stale.stream()
                        .<Change>map(copy -> new Change.FileDiff(
                                host,
                                copy,
                                List.of("-client-certificate-data, client-key-data: old", "+…: those of admin.conf")))
                        .toList());
    }

    @Override
    public void apply(StepContext context) {
        NodeExecutor machine = context.node(host);
        List<NodeCertificate> all = NodeCertificates.on(machine).all();
        String stamp = context.keep(host + "/admin-conf-stamp", BackupStep::stamp);
        for (String copy : AdminCopies.stale(all)) {
            byte[] refreshed = AdminCopies.refreshed(machine, copy, all);
            machine.run(Command.changingShell(KEEP, copy, copy + ".before-" + stamp))
                    .orThrow();
            machine.files().replace(copy, refreshed);
            context.note(copy + " renewed");
        }
    }
}
