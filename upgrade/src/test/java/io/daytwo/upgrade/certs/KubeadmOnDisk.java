package io.daytwo.upgrade.certs;

import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.rig.Sshd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;

/**
 * A machine behind a real sshd, with the files of a control plane that the real kubeadm wrote there. Nothing runs but a
 * made-up systemctl, whose kubelet starts only if its client certificate is valid. Where sshd or kubeadm cannot be had,
 * the test that asks is skipped with the reason.
 */
final class KubeadmOnDisk implements AutoCloseable {
    private static final String SYSTEMCTL = """
            #!/bin/sh
            conf=/etc/kubernetes/kubelet.conf
            case "$*" in
              *restart*)
                rm -f /run/kubelet
                pem=$(sed -n 's/^ *client-certificate: *//p' $conf)
                [ -n "$pem" ] && openssl x509 -in "$pem" -noout -checkend 0 > /dev/null && touch /run/kubelet ;;
              *is-active*) [ -e /run/kubelet ] ;;
              *show*) echo 4711 ;;
            esac
            """;

    private static final String BEGIN = """
            set -eu
            ln -s "$1/kubeadm" /usr/local/bin/kubeadm
            printf %s "$2" > /usr/local/bin/systemctl
            chmod 0755 /usr/local/bin/systemctl
            umask 077
            cat > /root/kubeadm.yaml
            for phase in 'certs all' 'kubeconfig all' 'control-plane all' 'etcd local'; do
              kubeadm init phase $phase --config /root/kubeadm.yaml > /dev/null
            done
            pki=/var/lib/kubelet/pki conf=/etc/kubernetes/kubelet.conf
            mkdir -p $pki
            printf 'staticPodPath: /etc/kubernetes/manifests\n' > /var/lib/kubelet/config.yaml
            { sed -n 's/^ *client-certificate-data: *//p' $conf | base64 -d
              sed -n 's/^ *client-key-data: *//p' $conf | base64 -d; } > $pki/kubelet-client-2026.pem
            ln -s $pki/kubelet-client-2026.pem $pki/kubelet-client-current.pem
            sed -i "s|-data: .*|: $pki/kubelet-client-current.pem|; s|certificate-authority:.*|certificate-authority: /etc/kubernetes/pki/ca.crt|" $conf
            systemctl restart kubelet""";

    private static final String CONFIGURATION = """
            apiVersion: kubeadm.k8s.io/v1beta4
            kind: InitConfiguration
            localAPIEndpoint: {advertiseAddress: 10.0.0.11}
            nodeRegistration: {name: cp1, criSocket: "unix:///run/containerd/containerd.sock"}
            ---
            apiVersion: kubeadm.k8s.io/v1beta4
            kind: ClusterConfiguration
            kubernetesVersion: %s
            controlPlaneEndpoint: 10.0.0.10:6443
            encryptionAlgorithm: ECDSA-P256
            """;

    final Sshd sshd;

    private KubeadmOnDisk(Sshd sshd) {
        this.sshd = sshd;
    }

    static KubeadmOnDisk make() {
        Path kubeadm = kubernetes().resolve("kubeadm");
        KubeadmOnDisk made = new KubeadmOnDisk(Sshd.start());
        try (NodeExecutor cp1 = made.connect()) {
            Files.copy(kubeadm, made.sshd.folder().resolve("kubeadm"));
            String version = NodeExecutor.local()
                    .run(Command.reading(kubeadm.toString(), "version", "-o", "short"))
                    .orThrow()
                    .stdout()
                    .strip();
            cp1.run(Command.changingShell(BEGIN, made.sshd.folder().toString(), SYSTEMCTL)
                            .stdin(CONFIGURATION.formatted(version))
                            .timeout(Duration.ofMinutes(2)))
                    .orThrow();
            return made;
        } catch (IOException e) {
            made.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
    }

    private static Path kubernetes() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(root.resolve("tools/kubernetes/build"))) {
            root = root.getParent();
        }
        CommandResult built = NodeExecutor.local()
                .run(Command.changing(root.resolve("tools/kubernetes/build").toString())
                        .timeout(Duration.ofMinutes(30)));
        Path folder = Path.of(built.stdout().strip());
        if (!built.isSuccess() || !Files.isExecutable(folder.resolve("kubeadm"))) {
            System.out.println("skipped: no kubeadm. " + built.stderr().strip());
            Assumptions.abort("no kubeadm");
        }
        return folder;
    }

    /** As root; to be closed. */
    NodeExecutor connect() {
        return connect(sshd.port(), sshd.folder());
    }

    /** The same from another process. */
    static NodeExecutor connect(int port, Path folder) {
        return NodeExecutor.ssh("127.0.0.1")
                .name("cp1")
                .noConfig()
                .noAgent()
                .port(port)
                .user("root")
                .key(folder.resolve("id_ed25519"))
                .knownHosts(folder.resolve("known_hosts"))
                .connect();
    }

    @Override
    public void close() {
        sshd.close();
    }
}
