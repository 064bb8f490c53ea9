package io.daytwo.upgrade.certs;

import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Journal;
import io.daytwo.plan.Plan;
import io.daytwo.plan.PlanPreview;
import io.daytwo.plan.Planted;
import io.daytwo.plan.RunOptions;
import io.daytwo.progress.ProgressListener;
import io.daytwo.testkit.FakeNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Renewals on control planes whose keys and kubeconfigs are secrets, in a JVM of its own: {@code FOLDER SEED}. What
 * callers can see is printed: previews, events, results and errors with their causes.
 */
final class SecretsOfRenewal {
    private static final List<String> PLACES = List.of(
            "/etc/kubernetes/admin.conf",
            "/root/.kube/config",
            "/etc/kubernetes/kubelet.conf",
            FakeControlPlane.PKI + "apiserver.key");

    private final StringWriter heard = new StringWriter();
    private final PrintWriter out = new PrintWriter(heard);
    private final Path folder;
    private final String whole = new String(
            new FakeControlPlane().node.files().read("/etc/kubernetes/admin.conf", 1 << 20), StandardCharsets.UTF_8);

    private SecretsOfRenewal(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Map<String, String> secrets = Planted.secrets(Long.parseLong(args[1]));
        SecretsOfRenewal suite = new SecretsOfRenewal(folder);
        // something that logs at TRACE
        suite.told(
                () -> NodeExecutor.ssh("127.0.0.1").noConfig().noAgent().port(1).connect());
        for (int first = 0; first < Planted.KINDS.size(); first += PLACES.size()) {
            FakeControlPlane cp1 = new FakeControlPlane();
            for (int i = first; i < Math.min(first + PLACES.size(), Planted.KINDS.size()); i++) {
                suite.plant(cp1, PLACES.get(i - first), secrets.get(Planted.KINDS.get(i)), first / PLACES.size());
            }
            suite.renew(cp1);
        }
        Files.writeString(folder.resolve("heard.txt"), suite.heard.toString());
    }

    private static List<String> keys(String secret) {
        return List.of(
                secret,
                "-----BEGIN PRIVATE KEY-----\n" + secret + "\n-----END PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY-----\n" + secret + "\n");
    }

    /** In the place of the key, and damaged right beside it. */
    private List<String> kubeconfigs(String secret) {
        return List.of(
                whole.replaceFirst("client-key-data: .*", "client-key-data: " + secret),
                whole.replaceFirst("client-key-data: .*", "token: " + secret),
                whole.replaceFirst("client-key-data: .*", "client-key-data: {" + secret),
                "users: [" + secret);
    }

    private void plant(FakeControlPlane cp1, String place, String secret, int variant) {
        List<String> texts = place.endsWith(".key") ? keys(secret) : kubeconfigs(secret);
        String text = texts.get(variant % texts.size());
        told(() -> cp1.node
                .withFile(place, text.getBytes(StandardCharsets.UTF_8), 0600)
                .name());
        told(() -> AdminCopies.refreshed(cp1.node, place, List.of()).length);
    }

    private void renew(FakeControlPlane cp1) {
        FakeNode node = cp1.node
                .withPort("127.0.0.1", 10250, 1)
                .when(command -> !command.isReading())
                .thenPrint("1\n") // the number of the lock, and nothing that any step waits for
                .when(command -> command.argv().contains("command -v kubeadm"))
                .thenPrint("/usr/bin/kubeadm\n");
        for (int port : new int[] {6443, 2379, 2380}) {
            node = node.withPort("10.0.0.11", port, 1);
        }
        Plan plan = CertRenewal.forNode(node).all().plan();
        told(() -> {
            PlanPreview preview = plan.preview(options());
            out.println(preview.json() + preview.markdown() + String.join("\n", preview.lines()));
            return preview;
        });
        told(() -> plan.run(options()));
    }

    private RunOptions options() {
        return RunOptions.defaults()
                .journal(Journal.at(folder.resolve("renewal.journal")))
                .onProgress(ProgressListener.console(heard).andThen(ProgressListener.jsonLines(heard)))
                .acceptDowntime();
    }

    /** Tells what a caller would see. */
    private void told(Supplier<?> work) {
        try {
            out.println(work.get());
        } catch (RuntimeException e) {
            e.printStackTrace(out);
        }
    }
}
