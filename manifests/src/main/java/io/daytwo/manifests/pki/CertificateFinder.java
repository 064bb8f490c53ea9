package io.daytwo.manifests.pki;

import io.daytwo.manifests.Kubeconfig;
import io.daytwo.manifests.KubeletSettings;
import io.daytwo.manifests.ManifestException;
import io.daytwo.manifests.StaticPodManifest;
import io.daytwo.manifests.StaticPods;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFileException;
import io.daytwo.node.NodeFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Follows flags, kubeconfigs and the kubelet's places to the certificates of one node. For one thread and one look. */
final class CertificateFinder {
    static final String KUBELET_SERVING = "kubelet" + UsedCertificate.SERVING;
    static final String KUBELET_CLIENT = "kubelet-client";

    private static final List<String> KUBECONFIG_FLAGS =
            List.of("kubeconfig", "authentication-kubeconfig", "authorization-kubeconfig");

    private final ReadAhead node;
    private final NodeFiles files;
    private final List<UsedCertificate> found = new ArrayList<>();

    private CertificateFinder(ReadAhead node) {
        this.node = node;
        this.files = node.files();
    }

    /** One command reads what kubeadm's layout tells, a second one what else the flags name. */
    static CertificateFinder on(NodeExecutor node) {
        ReadAhead usual = ReadAhead.of(node, KubeadmPlaces.all());
        return new CertificateFinder(usual.and(named(usual)));
    }

    private static List<String> named(ReadAhead usual) {
        KubeletSettings kubelet = KubeletSettings.of(usual).overruledByFlags(usual);
        return Stream.concat(
                        Stream.concat(kubelet.tlsCertFile().stream(), kubelet.tlsPrivateKeyFile().stream()),
                        manifests(usual).stream()
                                .flatMap(manifest -> Stream.of(
                                                CertificateUse.of(manifest).stream()
                                                        .flatMap(use -> Stream.concat(
                                                                Stream.of(use.path(), beside(use.path())),
                                                                use.keyPath().stream())),
                                                OwnServing.of(manifest).stream().flatMap(OwnServing::files),
                                                kubeconfigs(manifest).values().stream())
                                        .flatMap(paths -> paths)))
                .toList();
    }

    private static List<StaticPodManifest> manifests(NodeExecutor node) {
        StaticPods pods = StaticPods.on(node);
        return ServingPort.COMPONENTS.stream()
                .flatMap(component -> pods.find(component).stream())
                .toList();
    }

    private static Map<String, String> kubeconfigs(StaticPodManifest manifest) {
        Map<String, String> paths = new LinkedHashMap<>();
        KUBECONFIG_FLAGS.forEach(
                flag -> manifest.flag(flag).map(manifest::hostPath).ifPresent(path -> paths.put(flag, path)));
        return paths;
    }

    Optional<NodeClock> clock() {
        return node.clock();
    }

    List<UsedCertificate> all() {
        manifests(node).forEach(this::follow);
        byPlace(CertificateRole.ETCD_HEALTHCHECK_CLIENT);
        kubeconfigByPlace("admin.conf", KubeadmPlaces.KUBERNETES + "admin.conf");
        kubeconfigByPlace("super-admin.conf", KubeadmPlaces.KUBERNETES + "super-admin.conf");
        kubeconfigByPlace(KUBELET_CLIENT, KubeadmPlaces.KUBERNETES + "kubelet.conf");
        node.copies().forEach(copy -> kubeconfigByPlace(copy, copy));
        kubeletServing();
        return List.copyOf(found);
    }

    private void follow(StaticPodManifest manifest) {
        CertificateUse.of(manifest).forEach(this::add);
        OwnServing.of(manifest).forEach(this::add);
        kubeconfigs(manifest)
                .forEach((flag, path) -> kubeconfig(fileName(path), path, Optional.of(manifest.name() + " --" + flag)));
    }

    private void add(CertificateUse use) {
        String words = " of " + use.component() + " (--" + use.flag() + ")";
        boolean authority = use.role().isAuthority();
        Optional<String> key =
                use.keyPath().or(() -> Optional.of(beside(use.path())).filter(path -> authority && files.exists(path)));
        found.add(new UsedCertificate(
                use.role().kubeadmName(),
                Optional.of(use.role()),
                Optional.of(use.words()),
                GivenFile.read(files, (authority ? GivenFile.CA : GivenFile.CERTIFICATE) + words, use.path()),
                key.map(path -> GivenFile.read(files, GivenFile.KEY + words, path)),
                use.hosts()));
    }

    private void add(OwnServing serving) {
        found.add(new UsedCertificate(
                serving.name(),
                Optional.empty(),
                Optional.of(serving.usedBy()),
                GivenFile.read(files, GivenFile.CERTIFICATE + " of " + serving.usedBy(), serving.path()),
                serving.keyPath().map(path -> GivenFile.read(files, GivenFile.KEY + " of " + serving.usedBy(), path)),
                serving.names().stream().filter(name -> !name.contains("*")).toList()));
    }

    private static String beside(String certificate) {
        return certificate.replaceFirst("\\.(crt|pem)$", ".key");
    }

    private void byPlace(CertificateRole role) {
        if (files.exists(role.certificatePath())) {
            String words = " " + role.kubeadmName();
            found.add(new UsedCertificate(
                    role.kubeadmName(),
                    Optional.of(role),
                    Optional.empty(),
                    GivenFile.read(files, GivenFile.CERTIFICATE + words, role.certificatePath()),
                    Optional.of(GivenFile.read(files, GivenFile.KEY + words, role.keyPath())),
                    List.of()));
        }
    }

    private void kubeconfigByPlace(String name, String path) {
        if (files.exists(path)) {
            kubeconfig(name, path, Optional.empty());
        }
    }

    private void kubeconfig(String name, String path, Optional<String> usedBy) {
        String certificate = GivenFile.CERTIFICATE + " of " + name;
        try {
            Kubeconfig config = Kubeconfig.read(node, path);
            embedded(config.clientCertificate(), config.clientCertificatePath(), path, certificate)
                    .ifPresent(client -> found.add(new UsedCertificate(
                            name,
                            usedBy,
                            client,
                            embedded(
                                    config.clientKey(), config.clientKeyPath(), path, GivenFile.KEY + " of " + name))));
        } catch (ManifestException | NodeFileException e) {
            GivenFile unreadable = GivenFile.unreadable(
                    certificate,
                    path,
                    Misassignment.Kind.UNREADABLE,
                    "cannot be read: " + e.problemAndEvidence(),
                    e.remedy());
            found.add(new UsedCertificate(name, usedBy, unreadable, Optional.empty()));
        }
    }

    private Optional<GivenFile> embedded(Optional<byte[]> pem, Optional<String> file, String path, String role) {
        return pem.map(text -> GivenFile.of(role, path, text))
                .or(() -> file.map(named -> GivenFile.read(files, role, named)));
    }

    /**
     * The certificate that flags or configuration of a kubelet name, or it had signed, or it made itself
     * (pkg/kubelet/certificate/kubelet.go).
     */
    static Optional<String> kubeletServing(KubeletSettings settings, NodeFiles files) {
        return settings.tlsCertFile()
                .or(() -> Stream.of("kubelet-server-current.pem", "kubelet.crt")
                        .map(file -> KubeadmPlaces.KUBELET + file)
                        .filter(files::exists)
                        .findFirst());
    }

    private void kubeletServing() {
        KubeletSettings settings = KubeletSettings.of(node).overruledByFlags(node);
        kubeletServing(settings, files).ifPresent(path -> {
            String key = settings.tlsPrivateKeyFile().orElse(path.endsWith("-current.pem") ? path : beside(path));
            found.add(new UsedCertificate(
                    KUBELET_SERVING,
                    settings.tlsCertFile().map(named -> "kubelet tlsCertFile"),
                    GivenFile.read(files, GivenFile.CERTIFICATE + " of the kubelet's server", path),
                    Optional.of(GivenFile.read(files, GivenFile.KEY + " of the kubelet's server", key))));
        });
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
