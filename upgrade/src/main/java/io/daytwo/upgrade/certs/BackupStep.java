package io.daytwo.upgrade.certs;

import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Change;
import io.daytwo.plan.StepContext;
import io.daytwo.plan.StepState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A copy of everything that the renewal will write, made once: path and hash are facts, a second attempt takes the same
 * one, and nothing in it is ever overwritten. Only root reads it: it holds the keys of the CAs.
 */
record BackupStep(String host, RenewalScope scope) implements HostStep {
    static final String FOLDER = "/var/lib/daytwo/backup";

    private static final String HASH = "/sha256-of";
    private static final String SUMS = "SHA256SUMS";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /** Beside its name first, then renamed as a whole; a half copy of an earlier attempt is ours to remove. */
    private static final String COPY = """
            set -eu
            umask 077
            target=$1 part=$1.part
            shift
            [ ! -e "$target" ] || exit 0
            mkdir -p "${target%/*}"
            rm -rf "$part"
            mkdir "$part"
            cd /
            for path in "$@" /etc/kubernetes/*.conf; do
              if [ -e "$path" ]; then cp -a --parents "${path#/}" "$part"; fi
            done
            cd "$part"
            find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum > SHA256SUMS
            find . \\( -type f -o -type d \\) -exec sync {} +
            mv -T "$part" "$target"
            sync "${target%/*}\"""";

    private static final String VERIFY = "cd \"$1\" && sha256sum SHA256SUMS && sha256sum --quiet -c SHA256SUMS";

    static String stamp() {
        return STAMP.format(Instant.now());
    }

    /** Named for when the run began: every attempt finds it, and a later run with the same journal makes its own. */
    static Optional<String> path(StepContext context, String host) {
        return DueCertificates.began(context, host).map(began -> FOLDER + "/pki-" + STAMP.format(began));
    }

    @Override
    public String id() {
        return host + "/backup-pki";
    }

    @Override
    public String title() {
        return "copy the PKI and the kubeconfigs of " + host + " aside";
    }

    @Override
    public StepState check(StepContext context) {
        DueCertificates certificates = DueCertificates.of(host, scope, context);
        if (certificates.due().isEmpty() && KubeletClient.of(certificates.all()).isAlive()) {
            return new StepState.Done(certificates.nothing());
        }
        Optional<String> path = path(context, host);
        Optional<String> hash = path.flatMap(made -> context.fact(host + HASH + made));
        if (hash.isPresent()) {
            return verify(context, path.get(), hash.get());
        }
        Optional<StepState> skewed = ClockSkew.refusal(context, host);
        return skewed.isPresent()
                ? skewed.get()
                : StepState.Needed.of(new Change.Run(host, copy(path.orElse(FOLDER + "/pki-…"), certificates)));
    }

    private StepState verify(StepContext context, String path, String hash) {
        CommandResult result =
                context.node(host).run(Command.readingShell(VERIFY, path).timeout(LIMIT));
        if (result.isSuccess() && result.stdout().startsWith(hash)) {
            return new StepState.Done("backup in " + path + ", unchanged");
        }
        return new StepState.Blocked(
                "The backup of " + host + " in " + path + " is not what was written there: "
                        + result.stderr().strip(),
                "Find out who changed it; to start over, use another journal.");
    }

    private static Command copy(String target, DueCertificates certificates) {
        List<String> words = new ArrayList<>(List.of(target, DueCertificates.folder(certificates.all())));
        words.add("/var/lib/kubelet/pki");
        return Command.changingShell(COPY, words.toArray(String[]::new)).timeout(LIMIT);
    }

    @Override
    public void apply(StepContext context) {
        NodeExecutor machine = context.node(host);
        DueCertificates certificates = DueCertificates.of(host, scope, context);
        certificates.keepBefore(context, host);
        String target = path(context, host).orElseThrow();
        machine.run(copy(target, certificates)).orThrow();
        String hash = machine.files().sha256(target + "/" + SUMS);
        context.note("sha256 of its sums: " + context.keep(host + HASH + target, () -> hash));
    }
}
