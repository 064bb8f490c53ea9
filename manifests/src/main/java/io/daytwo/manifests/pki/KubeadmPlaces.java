package io.daytwo.manifests.pki;

import io.daytwo.manifests.KubeletSettings;
import java.util.List;
import java.util.stream.Stream;

/** Where kubeadm and the kubelet put what leads to certificates, and where administrators copy kubeconfigs to. */
final class KubeadmPlaces {
    static final String KUBERNETES = "/etc/kubernetes/";
    static final String KUBELET = "/var/lib/kubelet/pki/";
    static final String COPY = "/.kube/config";
    static final String HOMES = "/home";
    static final String ROOT_COPY = "/root" + COPY;

    private KubeadmPlaces() {}

    /** Paths; one holds a {@code *}. */
    static List<String> all() {
        return Stream.of(
                        Stream.of("/var/lib/kubelet/config.yaml", "/var/lib/kubelet/instance-config.yaml"),
                        KubeletSettings.flagFiles().stream(),
                        ServingPort.COMPONENTS.stream().map(name -> KUBERNETES + "manifests/" + name + ".yaml"),
                        Stream.of(CertificateRole.values())
                                .filter(role -> role != CertificateRole.SERVICE_ACCOUNT)
                                .flatMap(role -> Stream.of(role.certificatePath(), role.keyPath())),
                        Stream.of("admin", "super-admin", "kubelet", "controller-manager", "scheduler")
                                .map(name -> KUBERNETES + name + ".conf"),
                        Stream.of(
                                        "kubelet-client-current.pem",
                                        "kubelet-server-current.pem",
                                        "kubelet.crt",
                                        "kubelet.key")
                                .map(name -> KUBELET + name),
                        Stream.of(ROOT_COPY, HOMES + "/*" + COPY))
                .flatMap(paths -> paths)
                .toList();
    }
}
