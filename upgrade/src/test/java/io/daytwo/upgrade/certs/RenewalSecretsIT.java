package io.daytwo.upgrade.certs;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.node.Command;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Journal;
import io.daytwo.plan.Nodes;
import io.daytwo.plan.Plan;
import io.daytwo.plan.RunOptions;
import io.daytwo.plan.Step;
import io.daytwo.plan.Sweep;
import io.daytwo.progress.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No private key of before or after a renewal of files, kubeconfigs and the kubelet's certificate is in what the
 * operator's machine logs at TRACE, shows or journals, in arguments of processes, in the node's journal or its sshd's
 * log.
 */
class RenewalSecretsIT {
    /** Every key that lies on the node, base64 as in its file; of kubeconfigs and joined files as well. */
    private static final String KEYS = """
            cd / && for file in $(find etc/kubernetes var/lib/kubelet var/lib/daytwo -type f); do
              sed -n '/-----BEGIN .*PRIVATE KEY/,/-----END/p' "$file" | grep -v -e -----
              sed -n 's/^ *client-key-data: *//p' "$file"
              sed -n 's/^ *client-key-data: *//p' "$file" | base64 -d | grep -v -e ----- || :
            done""";

    @TempDir
    private Path folder;

    /** In a JVM of its own: port and folder of the sshd, the journal. */
    static final class Renewal {
        private Renewal() {}

        public static void main(String[] arguments) {
            List<Step> steps = List.of(
                    new RequestStep("cp1", RenewalScope.ALL),
                    new BackupStep("cp1", RenewalScope.ALL),
                    new RenewStep("cp1", RenewalScope.ALL),
                    new KubeletStep("cp1"),
                    new AdminCopiesStep("cp1", RenewalScope.ALL));
            Nodes nodes = Nodes.of(
                    List.of("cp1"),
                    name -> KubeadmOnDisk.connect(Integer.parseInt(arguments[0]), Path.of(arguments[1])));
            Plan plan = Plan.of("files", nodes, steps);
            RunOptions options = RunOptions.defaults()
                    .journal(Journal.at(Path.of(arguments[2])))
                    .onProgress(ProgressListener.console(System.out));
            System.out.println(plan.preview(options).json());
            plan.preview(options).lines().forEach(System.out::println);
            plan.run(options);
        }
    }

    private static Set<String> keys(NodeExecutor cp1) {
        Set<String> lines = new TreeSet<>();
        cp1.run(Command.readingShell(KEYS))
                .orThrow()
                .stdout()
                .lines()
                .filter(line -> line.length() >= 40)
                .forEach(line -> lines.add(line.length() > 200 ? line.substring(80, 140) : line));
        return lines;
    }

    private static Set<String> found(Set<String> keys, String place) {
        Set<String> found = new TreeSet<>();
        keys.stream().filter(place::contains).forEach(found::add);
        return found;
    }

    @Test
    void noKeyIsFoundAnywhereButInItsFile() throws IOException, InterruptedException {
        Path journal = folder.resolve("renewal.journal");
        Path log = folder.resolve("log.txt");
        try (KubeadmOnDisk machine = KubeadmOnDisk.make();
                NodeExecutor cp1 = machine.connect()) {
            var unused = cp1.run(
                            Command.changingShell(
                                    "mkdir /root/.kube && cp /etc/kubernetes/admin.conf /root/.kube/config"
                                            + " && sed -i s/kubelet-client/no-client/ /etc/kubernetes/kubelet.conf && rm /run/kubelet"))
                    .orThrow();
            Set<String> keys = keys(cp1);
            assertThat(keys).hasSizeGreaterThan(30);
            Process renewal = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-Xmx200m",
                            "-XX:+UseSerialGC",
                            "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Renewal.class.getName(),
                            Integer.toString(machine.sshd.port()),
                            machine.sshd.folder().toString(),
                            journal.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Set<String> arguments = Sweep.arguments(renewal);
            assertThat(renewal.exitValue()).as(Files.readString(log)).isZero();
            int before = keys.size();
            keys.addAll(keys(cp1));
            assertThat(keys).as("new ones").hasSizeGreaterThan(before + 20);

            Map<String, String> places = new TreeMap<>();
            places.put("arguments", String.join("\n", arguments));
            places.put("log", Files.readString(log));
            places.put("journal", Files.readString(journal));
            places.put("sshd", machine.sshd.log());
            places.put(
                    "node",
                    cp1.run(Command.readingShell(
                                    "find /var/lib/daytwo -type f ! -path '*/backup/pki-*' -exec cat {} +"))
                            .orThrow()
                            .stdout());
            assertThat(places.get("log")).contains(" TRACE ", "repair-kubelet", "refresh-admin-conf");
            assertThat(places.get("arguments")).contains("kubeadm certs renew", "kubeadm kubeconfig user");
            places.forEach(
                    (place, text) -> assertThat(found(keys, text)).as(place).isEmpty());
            String backup = cp1.run(Command.readingShell("cat /var/lib/daytwo/backup/pki-*/etc/kubernetes/pki/ca.key"))
                    .orThrow()
                    .stdout();
            assertThat(found(keys, backup)).as("the search finds what is there").isNotEmpty();
        }
    }
}
