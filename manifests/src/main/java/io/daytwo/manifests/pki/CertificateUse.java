package io.daytwo.manifests.pki;

import io.daytwo.manifests.StaticPodManifest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A flag by which a component of the control plane uses a certificate.
 *
 * @param component e.g. {@code kube-apiserver}
 * @param flag e.g. {@code tls-cert-file}
 * @param role what the file is used as
 * @param path the file on the host
 * @param keyPath its private key on the host, where a flag names one
 * @param hosts the names and addresses under which others call this node for it
 */
record CertificateUse(
        String component,
        String flag,
        CertificateRole role,
        String path,
        Optional<String> keyPath,
        List<String> hosts) {
    private record Flag(String component, String certificate, String key, CertificateRole role, String hosts) {
        Flag(String component, String certificate, String key, CertificateRole role) {
            this(component, certificate, key, role, "");
        }
    }

    /** cmd/kubeadm/app/phases/controlplane/manifests.go and phases/etcd/local.go of k8s.io/kubernetes. */
    private static final List<Flag> FLAGS = List.of(
            new Flag("etcd", "cert-file", "key-file", CertificateRole.ETCD_SERVER, "advertise-client-urls"),
            new Flag(
                    "etcd",
                    "peer-cert-file",
                    "peer-key-file",
                    CertificateRole.ETCD_PEER,
                    "initial-advertise-peer-urls"),
            new Flag("etcd", "trusted-ca-file", "", CertificateRole.ETCD_CA),
            new Flag("etcd", "peer-trusted-ca-file", "", CertificateRole.ETCD_CA),
            new Flag(
                    "kube-apiserver",
                    "tls-cert-file",
                    "tls-private-key-file",
                    CertificateRole.APISERVER,
                    "advertise-address"),
            new Flag(
                    "kube-apiserver",
                    "kubelet-client-certificate",
                    "kubelet-client-key",
                    CertificateRole.APISERVER_KUBELET_CLIENT),
            new Flag(
                    "kube-apiserver",
                    "proxy-client-cert-file",
                    "proxy-client-key-file",
                    CertificateRole.FRONT_PROXY_CLIENT),
            new Flag("kube-apiserver", "etcd-certfile", "etcd-keyfile", CertificateRole.APISERVER_ETCD_CLIENT),
            new Flag("kube-apiserver", "client-ca-file", "", CertificateRole.CA),
            new Flag("kube-apiserver", "etcd-cafile", "", CertificateRole.ETCD_CA),
            new Flag("kube-apiserver", "requestheader-client-ca-file", "", CertificateRole.FRONT_PROXY_CA),
            new Flag("kube-controller-manager", "client-ca-file", "", CertificateRole.CA),
            new Flag(
                    "kube-controller-manager",
                    "cluster-signing-cert-file",
                    "cluster-signing-key-file",
                    CertificateRole.CA),
            new Flag("kube-controller-manager", "root-ca-file", "", CertificateRole.CA),
            new Flag("kube-controller-manager", "requestheader-client-ca-file", "", CertificateRole.FRONT_PROXY_CA));

    static List<CertificateUse> of(StaticPodManifest manifest) {
        return FLAGS.stream()
                .filter(flag -> flag.component().equals(manifest.name()))
                .flatMap(flag -> of(flag, manifest))
                .toList();
    }

    private static Stream<CertificateUse> of(Flag flag, StaticPodManifest manifest) {
        return manifest.flag(flag.certificate()).stream()
                .map(path -> new CertificateUse(
                        flag.component(),
                        flag.certificate(),
                        flag.role(),
                        manifest.hostPath(path),
                        named(flag.key(), manifest).map(manifest::hostPath),
                        named(flag.hosts(), manifest).map(CertificateUse::hosts).orElse(List.of())));
    }

    private static Optional<String> named(String flag, StaticPodManifest manifest) {
        return flag.isEmpty() ? Optional.empty() : manifest.flag(flag);
    }

    /** Of URLs, or of an address alone. */
    private static List<String> hosts(String value) {
        return Stream.of(value.split(","))
                .map(String::strip)
                .map(one -> one.contains("://") ? String.valueOf(URI.create(one).getHost()) : one)
                .map(host -> host.replaceAll("[\\[\\]]", ""))
                .toList();
    }

    /** {@return e.g. {@code kube-apiserver --tls-cert-file}} */
    String words() {
        return component + " --" + flag;
    }
}
