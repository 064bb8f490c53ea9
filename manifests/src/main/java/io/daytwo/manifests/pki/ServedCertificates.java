package io.daytwo.manifests.pki;

import io.daytwo.manifests.StaticPods;
import io.daytwo.node.NodeExecutor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Asks the ports of a node which certificates they serve: API server, etcd's client and peer ports, controller manager,
 * scheduler and kubelet, where flags and configuration say that they listen, once more for each certificate that is for
 * certain server names. Each is asked through the node ({@link NodeExecutor#forward}) by the beginning of a TLS
 * handshake that trusts nothing and ends once the certificate was shown: no credentials are needed, and nothing is
 * asked of the API. The other side logs a failed handshake. Immutable, thread-safe as the node's executor is.
 */
public final class ServedCertificates {
    private static final Duration DEFAULT = Duration.ofSeconds(5);

    private final NodeExecutor node;
    private final Duration patience;

    private ServedCertificates(NodeExecutor node, Duration patience) {
        this.node = node;
        this.patience = patience;
    }

    /**
     * The ports of a node. Nothing is asked yet.
     *
     * @param node a control plane or a worker; reading needs root
     * @return its ports, all of them given five seconds together
     */
    public static ServedCertificates on(NodeExecutor node) {
        return new ServedCertificates(Objects.requireNonNull(node, "node"), DEFAULT);
    }

    /**
     * Limits the wait; ports are asked side by side.
     *
     * @param limit positive
     * @return a copy
     */
    public ServedCertificates within(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("limit: not positive");
        }
        return new ServedCertificates(node, limit);
    }

    /**
     * Asks every port.
     *
     * @return what each serves now; ports of components without a manifest are not asked
     * @throws io.daytwo.manifests.ManifestException if a manifest or the kubelet's configuration cannot be read
     * @throws io.daytwo.node.NodeFileException if it may not be read
     * @throws io.daytwo.node.NodeUnreachableException if the node forwards no ports
     * @throws io.daytwo.retry.WaitInterruptedException if the thread was interrupted
     */
    public List<ServedCertificate> all() {
        return ask(ServingPort.all(node));
    }

    /**
     * Asks the ports of one component.
     *
     * @param component {@code etcd}, {@code kube-apiserver}, {@code kube-controller-manager}, {@code kube-scheduler} or
     *     {@code kubelet}
     * @return what each of them serves now, empty if it has no manifest
     * @throws io.daytwo.manifests.ManifestException if its manifest cannot be read
     * @throws io.daytwo.node.NodeFileException if it may not be read
     * @throws io.daytwo.node.NodeUnreachableException if the node forwards no ports
     * @throws io.daytwo.retry.WaitInterruptedException if the thread was interrupted
     */
    public List<ServedCertificate> of(String component) {
        if (component.equals(ServingPort.KUBELET)) {
            return ask(List.of(ServingPort.kubelet(node)));
        }
        if (!ServingPort.COMPONENTS.contains(component)) {
            throw new IllegalArgumentException("component: none that serves a certificate");
        }
        return ask(StaticPods.on(node)
                .find(component)
                .map(pod -> ServingPort.of(pod, node.files()))
                .orElse(List.of()));
    }

    /**
     * Tells whether a component serves on each of its ports what lies on disk.
     *
     * @param component as {@link #of}
     * @return false also if a port does not answer, or there is none; true for a certificate made in memory
     */
    public boolean areCurrent(String component) {
        List<ServedCertificate> ports = of(component);
        return !ports.isEmpty() && ports.stream().allMatch(ServedCertificate::isCurrent);
    }

    private List<ServedCertificate> ask(List<ServingPort> ports) {
        List<Optional<X509Certificate>> shown = TlsGlances.at(node, ports, patience);
        return IntStream.range(0, ports.size())
                .mapToObj(i -> compare(ports.get(i), shown.get(i)))
                .toList();
    }

    private ServedCertificate compare(ServingPort port, Optional<X509Certificate> shown) {
        Optional<X509Certificate> file = port.certificate()
                .flatMap(path -> GivenFile.read(node.files(), GivenFile.CERTIFICATE, path)
                        .first());
        return new ServedCertificate(
                node.name(),
                port.component(),
                port.host(),
                port.port(),
                port.serverName(),
                port.certificate(),
                file,
                shown);
    }
}
