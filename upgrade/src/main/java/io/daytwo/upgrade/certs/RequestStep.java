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
 * Certificates whose CA is kept elsewhere: new keys and signing requests in a folder of their own ({@code kubeadm certs
 * generate-csr}), and nothing else. They are signed and put in place by whoever keeps the CA.
 */
record RequestStep(String host, RenewalScope scope) implements HostStep {
    private static final String FACT = "/signing-requests";
    private static final String FOLDER = "/var/lib/daytwo/requests";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final String GENERATE = """
            set -eu
            umask 077
            [ ! -e "$1" ] || exit 0
            rm -rf "$1.part"
            mkdir -p "$1.part/pki/etcd"
            kubeadm certs generate-csr --config "$2" --cert-dir "$1.part/pki" --kubeconfig-dir "$1.part"
            find "$1.part" -type f -exec sync {} +
            mv -T "$1.part" "$1"
            sync "${1%/*}\"""";

    @Override
    public String id() {
        return host + "/signing-requests";
    }

    @Override
    public String title() {
        return "make signing requests on " + host + " for what a CA elsewhere has to sign";
    }

    @Override
    public StepState check(StepContext context) {
        DueCertificates certificates = DueCertificates.of(host, scope, context);
        List<Due> external = certificates.external();
        if (external.isEmpty()) {
            return new StepState.Done("nothing for a CA elsewhere to sign" + ofEtcd(certificates.ofEtcd()));
        }
        Optional<String> folder = context.fact(host + FACT);
        if (folder.isPresent()
                && missing(context.node(host), folder.get(), external).isEmpty()) {
            return new StepState.Done(words(external)
                    + ": the key of the CA is not on this node. Have the requests (*.csr) in " + folder.get()
                    + " signed, then put certificates and keys in place and restart what uses them"
                    + ofEtcd(certificates.ofEtcd()));
        }
        Optional<StepState> refusal = KubeadmFile.missing(context, host);
        return refusal.isPresent()
                ? refusal.get()
                : StepState.Needed.of(
                        new Change.Run(host, generate(folder.orElse(FOLDER + "/…"), KubeadmFile.path(context, host))));
    }

    /** kubeadm makes no requests for these either (phases/certs/certlist.go, GetCertsWithoutEtcd). */
    private static String ofEtcd(List<Due> certificates) {
        return certificates.isEmpty()
                ? ""
                : "; " + words(certificates) + ": etcd runs on other hosts, whoever keeps it there renews this";
    }

    private static String words(List<Due> external) {
        return external.stream().map(Due::toString).collect(Collectors.joining(", "));
    }

    private static List<Due> missing(NodeExecutor machine, String folder, List<Due> external) {
        return external.stream()
                .filter(due -> !machine.files().exists(folder + "/" + request(due)))
                .toList();
    }

    /** Where kubeadm puts it below the two folders it is given. */
    static String request(Due due) {
        return due.name().endsWith(".conf")
                ? due.name() + ".csr"
                : "pki/" + due.path().replaceFirst(".*/pki/", "").replaceFirst("\\.crt$", ".csr");
    }

    private static Command generate(String folder, String config) {
        return Command.changingShell(GENERATE, folder, config).timeout(LIMIT);
    }

    @Override
    public void apply(StepContext context) {
        String folder = context.keep(host + FACT, () -> FOLDER + "/" + BackupStep.stamp());
        String config = KubeadmFile.write(context, host);
        context.node(host).run(generate(folder, config)).orThrow();
    }
}
