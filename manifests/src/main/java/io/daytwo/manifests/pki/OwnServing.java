package io.daytwo.manifests.pki;

import io.daytwo.manifests.StaticPodManifest;
import io.daytwo.node.NodeFiles;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A certificate that an administrator gave a component to serve, besides what kubeadm makes; any CA may have signed it.
 * {@code --tls-sni-cert-key} is {@code certificate,key} or {@code certificate,key:name,name}, as often as there are
 * pairs (k8s.io/component-base cli/flag/namedcertkey_flag.go).
 *
 * @param name what reports call it
 * @param usedBy component and flag
 * @param path the file on the host
 * @param keyPath its key on the host, where a flag names one
 * @param names those for which it is shown; empty for the names that stand in it, or for those who ask for none
 * @param isByName whether only those see it who ask for one of its names
 */
record OwnServing(
        String name, String usedBy, String path, Optional<String> keyPath, List<String> names, boolean isByName) {
    private static final String SNI = "tls-sni-cert-key";
    private static final Pattern PAIR = Pattern.compile("\\s*(/[^,:]*),\\s*(/[^,:]*)(?::(.*))?");
    private static final Pattern NAME = Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9.-]{0,252}[A-Za-z0-9]");
    private static final List<String> COMPONENTS =
            List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler");

    static List<OwnServing> of(StaticPodManifest manifest) {
        if (!COMPONENTS.contains(manifest.name())) {
            return List.of();
        }
        return Stream.concat(
                        whole(manifest).stream(),
                        manifest.flagValues(SNI).stream().flatMap(value -> byName(manifest, value).stream()))
                .toList();
    }

    /** That of the API server is kubeadm's, and has a role. */
    private static Optional<OwnServing> whole(StaticPodManifest manifest) {
        return manifest.flag("tls-cert-file")
                .filter(path -> !manifest.name().equals("kube-apiserver"))
                .map(path -> new OwnServing(
                        manifest.name() + UsedCertificate.SERVING,
                        manifest.name() + " --tls-cert-file",
                        manifest.hostPath(path),
                        manifest.flag("tls-private-key-file").map(manifest::hostPath),
                        List.of(),
                        false));
    }

    private static Optional<OwnServing> byName(StaticPodManifest manifest, String value) {
        Matcher pair = PAIR.matcher(value);
        return pair.matches()
                ? Optional.of(new OwnServing(
                        manifest.name() + UsedCertificate.SNI,
                        manifest.name() + " --" + SNI,
                        manifest.hostPath(pair.group(1).strip()),
                        Optional.of(manifest.hostPath(pair.group(2).strip())),
                        names(Optional.ofNullable(pair.group(3)).orElse("")),
                        true))
                : Optional.empty();
    }

    private static List<String> names(String text) {
        return Stream.of(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** One of the names for which it is shown, a subdomain for a wildcard; empty if there are only addresses. */
    Optional<String> nameToAskFor(NodeFiles files) {
        List<String> shownFor = names.isEmpty()
                ? GivenFile.read(files, GivenFile.CERTIFICATE, path)
                        .first()
                        .map(certificate -> new CertificateFacts(certificate).alternativeNames())
                        .orElse(List.of())
                : names;
        return shownFor.stream()
                .map(name -> name.replaceFirst("^\\*\\.", "daytwo."))
                .filter(name -> NAME.matcher(name).matches())
                .findFirst();
    }

    /** All the files it takes. */
    Stream<String> files() {
        return Stream.concat(Stream.of(path), keyPath.stream());
    }
}
