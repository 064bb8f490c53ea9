package io.daytwo.manifests;

import io.daytwo.node.NodeExecutor;
import java.util.Base64;
import java.util.Optional;

/**
 * A kubeconfig as it lies on a node: what its current context uses. Reads only. Immutable; {@link #toString()} shows no
 * credentials.
 */
public final class Kubeconfig {
    private final String source;
    private final YamlMap cluster;
    private final YamlMap user;

    private Kubeconfig(String source, YamlMap cluster, YamlMap user) {
        this.source = source;
        this.cluster = cluster;
        this.user = user;
    }

    /**
     * Reads a file of a node.
     *
     * @param node the node
     * @param path absolute; at most 1 MiB
     * @return what it says
     * @throws ManifestException if it is no kubeconfig with a current context
     * @throws io.daytwo.node.NodeFileException if it may not be read
     */
    public static Kubeconfig read(NodeExecutor node, String path) {
        String source = node.name() + ":" + path;
        return parse(YamlText.decode(node.files().read(path, YamlText.MOST_BYTES), source), source);
    }

    static Kubeconfig parse(String text, String source) {
        YamlMap config = YamlText.parse(text, source);
        String current = config.text("current-context")
                .orElseThrow(() -> config.error("names no current-context.", "Set current-context."));
        YamlMap context = named(config, "contexts", current, "context");
        return new Kubeconfig(
                source,
                named(config, "clusters", context.text("cluster").orElse(""), "cluster"),
                named(config, "users", context.text("user").orElse(""), "user"));
    }

    private static YamlMap named(YamlMap config, String list, String name, String key) {
        return config.maps(list).stream()
                .filter(item -> item.text("name").orElse("").equals(name))
                .findFirst()
                .flatMap(item -> item.map(key))
                .orElseThrow(() -> config.error(
                        "has no \"" + name + "\" among its " + list + ".", "Correct what current-context leads to."));
    }

    /** {@return the API server's URL} */
    public Optional<String> server() {
        return cluster.text("server");
    }

    /** {@return the user's certificate, PEM, if it stands in this file} */
    public Optional<byte[]> clientCertificate() {
        return embedded(user, "client-certificate-data");
    }

    /** {@return the file that holds the user's certificate, if it does not stand in this one} */
    public Optional<String> clientCertificatePath() {
        return user.text("client-certificate");
    }

    /** {@return the user's private key, PEM, if it stands in this file: a secret} */
    public Optional<byte[]> clientKey() {
        return embedded(user, "client-key-data");
    }

    /** {@return the file that holds the user's private key, if it does not stand in this one} */
    public Optional<String> clientKeyPath() {
        return user.text("client-key");
    }

    /** {@return the certificates of the CA that the API server's must be signed by, PEM, if they stand in this file} */
    public Optional<byte[]> certificateAuthority() {
        return embedded(cluster, "certificate-authority-data");
    }

    private static Optional<byte[]> embedded(YamlMap part, String key) {
        return part.text(key).filter(text -> !text.isEmpty()).map(text -> {
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                // The exception may quote the key.
                throw part.error(
                        key + " is not base64.", "Write the kubeconfig again, e.g. kubeadm init phase kubeconfig.");
            }
        });
    }

    /** {@return the file} */
    @Override
    public String toString() {
        return source;
    }
}
