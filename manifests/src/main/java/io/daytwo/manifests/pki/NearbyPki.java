package io.daytwo.manifests.pki;

import io.daytwo.DayTwoException;
import io.daytwo.node.NodeFiles;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that lie around given files in kubeadm's layout, and kubeadm's own folder: who is who among them.
 * Read when first asked, once; what cannot be read is not there. For one thread and one diagnosis.
 */
final class NearbyPki {
    /** A certificate found, with its role if its place tells one. */
    private record Found(Optional<CertificateRole> role, String path, X509Certificate certificate) {}

    private static final int MOST_BYTES = 64 * 1024;

    private final NodeFiles files;
    private final List<String> given;
    private @Nullable List<Found> found;

    NearbyPki(NodeFiles files, List<String> given) {
        this.files = files;
        this.given = given;
    }

    private List<Found> found() {
        if (found == null) {
            List<Found> all = new ArrayList<>();
            for (String folder : folders()) {
                for (CertificateRole role : CertificateRole.values()) {
                    add(all, Optional.of(role), folder + "/" + role.certificateFile());
                }
            }
            given.forEach(path -> besideKey(path).forEach(beside -> add(all, Optional.empty(), beside)));
            found = all;
        }
        return found;
    }

    private Set<String> folders() {
        Set<String> folders = new LinkedHashSet<>();
        for (String path : given) {
            String folder = path.substring(0, path.lastIndexOf('/'));
            folders.add(folder.endsWith("/etcd") ? folder.substring(0, folder.length() - "/etcd".length()) : folder);
        }
        folders.add(CertificateRole.FOLDER);
        return folders;
    }

    private static List<String> besideKey(String path) {
        if (path.endsWith("-key.pem")) {
            return List.of(path.replaceFirst("-key\\.pem$", ".pem"));
        }
        return path.endsWith(".key")
                ? List.of(path.replaceFirst("key$", "crt"), path.replaceFirst("key$", "pem"))
                : List.of();
    }

    private void add(List<Found> all, Optional<CertificateRole> role, String path) {
        try {
            if (files.exists(path)) {
                PemFile.parse(files.read(path, MOST_BYTES), path).certificates().stream()
                        .findFirst()
                        .ifPresent(first -> all.add(new Found(role, path, first)));
            }
        } catch (DayTwoException e) {
            // It only helps to explain; the files that matter have been read already.
        }
    }

    /** Where a role's certificate lies here, else where kubeadm puts it. */
    String path(CertificateRole role) {
        return inRole(role).map(Found::path).orElse(role.certificatePath());
    }

    Optional<X509Certificate> certificate(CertificateRole role) {
        return inRole(role).map(Found::certificate);
    }

    private Optional<Found> inRole(CertificateRole role) {
        return found().stream()
                .filter(one -> one.role().equals(Optional.of(role)))
                .findFirst();
    }

    /** The role of a certificate: that of the place where the same one lies, else the one its names tell. */
    Optional<CertificateRole> role(X509Certificate certificate) {
        return found().stream()
                .filter(one ->
                        one.certificate().equals(certificate) && one.role().isPresent())
                .map(one -> one.role().orElseThrow())
                .findFirst()
                .or(() -> CertificateRole.byNames(new CertificateFacts(certificate)));
    }

    /** The CA that signed a certificate, if it lies here or bears the name of one of kubeadm's. */
    Optional<CertificateRole> signer(X509Certificate certificate) {
        CertificateFacts facts = new CertificateFacts(certificate);
        return found().stream()
                .filter(one -> one.role().map(CertificateRole::isAuthority).orElse(false))
                .filter(one -> facts.isSignedBy(one.certificate()))
                .map(one -> one.role().orElseThrow())
                .findFirst()
                .or(() -> CertificateRole.authorityNamed(facts.issuerName()));
    }

    /** The certificate that a private key belongs to. */
    Optional<X509Certificate> owner(HeldKey key) {
        return found().stream()
                .map(Found::certificate)
                .filter(certificate -> key.isOf(certificate.getPublicKey()))
                .findFirst();
    }

    /** A certificate in words that fit into a sentence. */
    String describe(X509Certificate certificate) {
        return role(certificate)
                .map(CertificateRole::title)
                .orElseGet(() -> new CertificateFacts(certificate).description());
    }

    /** Who signed a certificate, in words that fit into a sentence. */
    String describeSigner(X509Certificate certificate) {
        String unknown = "\"" + new CertificateFacts(certificate).issuerName() + "\"";
        return signer(certificate).map(CertificateRole::title).orElse(unknown);
    }
}
