package io.daytwo.upgrade.certs;

import io.daytwo.manifests.pki.ServedCertificate;
import io.daytwo.manifests.pki.ServedCertificates;
import io.daytwo.plan.Change;
import io.daytwo.plan.StepContext;
import io.daytwo.plan.StepState;
import io.daytwo.retry.Await;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The proof: every port of the control plane shows the certificate that lies on disk. Changes nothing, but waits. */
record ServedStep(String host, RenewalScope scope) implements HostStep {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Override
    public String id() {
        return host + "/served";
    }

    @Override
    public String title() {
        return "every port of " + host + " serves the certificate on disk";
    }

    @Override
    public StepState check(StepContext context) {
        if (!DueCertificates.of(host, scope, context).due().isEmpty()) {
            return new StepState.Unknown(host + "/renew");
        }
        List<ServedCertificate> ports = ports(context);
        List<ServedCertificate> wrong = wrong(ports);
        return wrong.isEmpty()
                ? new StepState.Done(words(ports))
                : StepState.Needed.of(new Change.Action(host, "wait for " + words(wrong)));
    }

    private List<ServedCertificate> ports(StepContext context) {
        return ServedCertificates.on(context.node(host)).all();
    }

    /** The kubelet's own certificate is its own affair, those for certain names are an administrator's. */
    private static List<ServedCertificate> wrong(List<ServedCertificate> ports) {
        return ports.stream()
                .filter(port ->
                        !port.component().equals("kubelet") && port.serverName().isEmpty() && !port.isCurrent())
                .toList();
    }

    private static String words(List<ServedCertificate> ports) {
        return ports.stream().map(ServedCertificate::toString).collect(Collectors.joining("; "));
    }

    @Override
    public void apply(StepContext context) {
        var unused = Await.forThat("every port of " + host + " to serve the certificate on disk")
                .within(LIMIT)
                .every(Duration.ofSeconds(1))
                .orElse("Restart the component that does not.")
                .until(() -> wrong(ports(context)), List::isEmpty);
    }
}
