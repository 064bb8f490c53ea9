package io.daytwo.upgrade.certs;

import io.daytwo.node.Command;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.StepContext;
import io.daytwo.plan.StepState;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The file for {@code kubeadm --config}: written once, the same in every attempt. */
final class KubeadmFile {
    private static final String FACT = "/kubeadm-config";

    private KubeadmFile() {}

    /** For a preview, before it is there. */
    static String path(StepContext context, String node) {
        return context.fact(node + FACT).orElse(BackupStep.FOLDER + "/kubeadm-….yaml");
    }

    static String write(StepContext context, String node) {
        NodeExecutor machine = context.node(node);
        String path = context.keep(node + FACT, () -> BackupStep.FOLDER + "/kubeadm-" + BackupStep.stamp() + ".yaml");
        if (!machine.files().exists(path)) {
            machine.run(Command.changing("mkdir", "-p", "-m", "0700", BackupStep.FOLDER))
                    .orThrow();
            String yaml = new ClusterConfiguration(machine).yaml();
            machine.files().create(path, yaml.getBytes(StandardCharsets.UTF_8), 0600);
        }
        return path;
    }

    /** Refuses a node without kubeadm. */
    static Optional<StepState> missing(StepContext context, String node) {
        boolean there = context.node(node)
                .run(Command.readingShell("command -v kubeadm"))
                .isSuccess();
        return there
                ? Optional.empty()
                : Optional.of(new StepState.Blocked(
                        "kubeadm is not installed on " + node
                                + ", or not on the PATH of root; certificates are renewed by it.",
                        "Install the package kubeadm of the cluster's own version there, e.g. apt-get install kubeadm,"
                                + " or dnf install kubeadm --disableexcludes=kubernetes."));
    }
}
