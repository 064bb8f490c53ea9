package io.daytwo.upgrade.certs;

import io.daytwo.manifests.Kubeconfig;
import io.daytwo.manifests.StaticPodManifest;
import io.daytwo.manifests.StaticPods;
import io.daytwo.manifests.pki.NodeCertificate;
import io.daytwo.manifests.pki.NodeCertificates;
import io.daytwo.node.NodeExecutor;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The cluster's own configuration for {@code kubeadm --config}, without which kubeadm takes its defaults: another
 * folder of certificates, another kind of key, another validity, an etcd that is not there. From the API where it
 * answers, else made from the manifests and the certificates that are there.
 */
final class ClusterConfiguration {
    private static final Pattern VERSION = Pattern.compile("apiVersion: (kubeadm\\.k8s\\.io/v1beta[0-9])");
    private static final String CURRENT = "kubeadm.k8s.io/v1beta4";
    private static final Duration USUAL = Duration.ofDays(365);

    private final NodeExecutor node;

    ClusterConfiguration(NodeExecutor node) {
        this.node = node;
    }

    /** The whole file: the cluster's part, and this node's. */
    String yaml() {
        StaticPodManifest apiServer = StaticPods.on(node).manifest(ApiServerSafeguard.COMPONENT);
        Optional<String> fromApi =
                NodeApiServer.of(node).filter(NodeApiServer::listens).flatMap(NodeApiServer::clusterConfiguration);
        String cluster = fromApi.orElseGet(() -> rebuilt(apiServer));
        Matcher version = VERSION.matcher(cluster);
        return "# " + (fromApi.isPresent() ? "as the API has it" : "from manifests and certificates: no API answered")
                + "\n" + cluster.stripTrailing() + "\n---\n"
                + ofNode(version.find() ? version.group(1) : CURRENT, apiServer);
    }

    private String ofNode(String version, StaticPodManifest apiServer) {
        return """
                apiVersion: %s
                kind: InitConfiguration
                localAPIEndpoint:
                  advertiseAddress: "%s"
                  bindPort: %s
                nodeRegistration:
                  name: "%s"
                """.formatted(
                        version,
                        plain(apiServer.flag("advertise-address").orElse("127.0.0.1")),
                        plain(apiServer.flag("secure-port").orElse("6443")),
                        plain(nodeName()));
    }

    /** As the cluster knows it: its executor may be called by an address. */
    String nodeName() {
        return StaticPods.on(node)
                .find("etcd")
                .flatMap(etcd -> etcd.flag("name"))
                .or(this::kubeletName)
                .orElse(node.name());
    }

    private Optional<String> kubeletName() {
        return KubeletClient.of(NodeCertificates.on(node).all())
                .certificate()
                .map(one -> one.subject().replaceFirst("^system:node:", ""));
    }

    private String rebuilt(StaticPodManifest apiServer) {
        List<NodeCertificate> all = NodeCertificates.on(node).all();
        StringBuilder yaml = new StringBuilder("apiVersion: " + CURRENT + "\nkind: ClusterConfiguration\n");
        version(apiServer.image()).ifPresent(version -> yaml.append("kubernetesVersion: \"" + version + "\"\n"));
        yaml.append("certificatesDir: \"" + plain(DueCertificates.folder(all)) + "\"\n");
        server().ifPresent(endpoint -> yaml.append("controlPlaneEndpoint: \"" + endpoint + "\"\n"));
        apiServer
                .flag("service-cluster-ip-range")
                .ifPresent(range -> yaml.append("networking:\n  serviceSubnet: \"" + plain(range) + "\"\n"));
        all.stream()
                .filter(one -> one.name().equals("apiserver"))
                .findFirst()
                .ifPresent(one -> yaml.append(like(one.certificate())));
        if (StaticPods.on(node).find("etcd").isEmpty()) {
            yaml.append(external(apiServer));
        }
        return yaml.toString();
    }

    private static Optional<String> version(String image) {
        Matcher tag = Pattern.compile(":(v[0-9]+\\.[0-9]+\\.[0-9]+[A-Za-z0-9.+-]*)(@.*)?$")
                .matcher(image);
        return tag.find() ? Optional.of(tag.group(1)) : Optional.empty();
    }

    private Optional<String> server() {
        return Optional.of(NodeApiServer.ADMIN)
                .filter(node.files()::exists)
                .flatMap(path -> Kubeconfig.read(node, path).server())
                .map(url -> plain(URI.create(url).getAuthority()));
    }

    /** Renewed certificates are to be like those that are there (apis/kubeadm/v1beta4/types.go). */
    private static String like(X509Certificate certificate) {
        StringBuilder yaml = new StringBuilder();
        if (certificate.getPublicKey() instanceof RSAPublicKey rsa) {
            yaml.append("encryptionAlgorithm: RSA-" + rsa.getModulus().bitLength() + "\n");
        } else if (certificate.getPublicKey() instanceof ECPublicKey elliptic) {
            yaml.append("encryptionAlgorithm: ECDSA-P"
                    + elliptic.getParams().getCurve().getField().getFieldSize() + "\n");
        }
        Duration validity = Duration.between(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
        if (!validity.equals(USUAL)) {
            yaml.append("certificateValidityPeriod: " + validity.toMinutes() + "m0s\n");
        }
        return yaml.toString();
    }

    private static String external(StaticPodManifest apiServer) {
        String endpoints = apiServer.flag("etcd-servers").stream()
                .flatMap(all -> Stream.of(all.split(",")))
                .map(endpoint -> "\"" + plain(endpoint.strip()) + "\"")
                .collect(Collectors.joining(", "));
        return "etcd:\n  external:\n    endpoints: [" + endpoints + "]\n"
                + file(apiServer, "caFile", "etcd-cafile")
                + file(apiServer, "certFile", "etcd-certfile")
                + file(apiServer, "keyFile", "etcd-keyfile");
    }

    private static String file(StaticPodManifest apiServer, String name, String flag) {
        return apiServer
                .flag(flag)
                .map(apiServer::hostPath)
                .map(path -> "    " + name + ": \"" + plain(path) + "\"\n")
                .orElse("");
    }

    private static String plain(String value) {
        if (!value.matches("[A-Za-z0-9._:/,\\[\\]-]+")) {
            throw new IllegalArgumentException(
                    "a manifest or kubeconfig of the node holds \"" + value + "\", which is no path, address or name");
        }
        return value;
    }
}
