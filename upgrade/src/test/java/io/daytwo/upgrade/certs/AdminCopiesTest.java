package io.daytwo.upgrade.certs;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.manifests.pki.NodeCertificate;
import io.daytwo.manifests.pki.NodeCertificates;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdminCopiesTest {
    private static final String COPY = "/root/.kube/config";
    private static final String ADMIN = "/etc/kubernetes/admin.conf";

    private final FakeControlPlane cp1 = new FakeControlPlane();

    private List<NodeCertificate> all() {
        return NodeCertificates.on(cp1.node).all();
    }

    private String text(String path) {
        return new String(cp1.node.files().read(path, 1 << 20), StandardCharsets.UTF_8);
    }

    @Test
    void takeOverCertificateAndKeyAndKeepEveryOtherByte() {
        cp1.node.withFile(COPY, text(ADMIN) + "# mine\n");
        assertThat(AdminCopies.stale(all()))
                .as("a copy as good as its original")
                .isEmpty();
        cp1.kubeconfig(ADMIN, cp1.kubernetes.leaf("CN=kubernetes-admin", Duration.ofDays(700)));
        assertThat(AdminCopies.stale(all())).containsExactly(COPY);
        assertThat(new String(AdminCopies.refreshed(cp1.node, COPY, all()), StandardCharsets.UTF_8))
                .isEqualTo(text(ADMIN) + "# mine\n");
    }

    @Test
    void areNotTheKubeconfigsOfOthers() {
        cp1.kubeconfig(COPY, cp1.kubernetes.leaf("CN=jane", Duration.ofDays(1)));
        cp1.kubeconfig(
                "/home/joe/.kube/config", new Authority("kubernetes2").leaf("CN=kubernetes-admin", Duration.ofDays(1)));
        cp1.kubeconfig(ADMIN, cp1.kubernetes.leaf("CN=kubernetes-admin", Duration.ofDays(700)));
        assertThat(AdminCopies.stale(all())).isEmpty();
    }
}
