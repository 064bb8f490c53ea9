package io.daytwo.manifests.pki;

import io.daytwo.manifests.pki.Misassignment.Kind;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Can every certificate do what it is used for? Judged against the CAs that the same node's flags name. */
final class CertificateRules {
    private final List<UsedCertificate> used;
    private final Instant now;
    private final Map<List<String>, Misassignment> findings = new LinkedHashMap<>();

    CertificateRules(List<UsedCertificate> used, Instant now) {
        this.used = used;
        this.now = now;
    }

    List<Misassignment> findings() {
        for (UsedCertificate one : used) {
            one.certificate().findings().forEach(this::add);
            one.key().ifPresent(key -> key.findings().forEach(this::add));
            if (one.isAuthority()) {
                authority(one);
            } else {
                leaf(one);
            }
        }
        return List.copyOf(findings.values());
    }

    private void authority(UsedCertificate use) {
        GivenFile file = use.certificate();
        if (file.holdsOnlyKey()) {
            add(file.is(Kind.KEY_AS_CA, "is " + words(file.key().orElseThrow()), needs(use)));
            return;
        }
        use.first().ifPresent(first -> {
            CertificateFacts facts = new CertificateFacts(first);
            if (!facts.isAuthority()) {
                add(file.is(
                        Kind.CERTIFICATE_AS_CA,
                        "is " + words(first) + ", signed by \"" + facts.issuerName() + "\"",
                        needs(use)));
            } else if (isOfAnotherHierarchy(use, first)) {
                add(file.is(Kind.CA_OF_ANOTHER_HIERARCHY, "is " + words(first), needs(use)));
            }
            dates(use, first, Kind.CA_EXPIRED, Kind.CA_NOT_YET_VALID);
            pair(use, first);
        });
    }

    /** By its name and by its place; one CA that serves for all has neither. */
    private boolean isOfAnotherHierarchy(UsedCertificate use, X509Certificate first) {
        Optional<String> name = Optional.of(new CertificateFacts(first).name());
        return used.stream()
                .filter(other -> other.isAuthority() && !other.role().equals(use.role()))
                .anyMatch(other -> other.first().equals(Optional.of(first))
                        && other.role().flatMap(CertificateRole::commonName).equals(name));
    }

    private void leaf(UsedCertificate use) {
        GivenFile file = use.certificate();
        if (isSwapped(use)) {
            String key = use.key().orElseThrow().path();
            add(new Misassignment(
                    Kind.SWAPPED,
                    file.role(),
                    file.path(),
                    "Certificate and key are swapped: " + file.path() + " holds the key, " + key + " the certificate.",
                    "Exchange the two files."));
            return;
        }
        if (file.holdsOnlyKey()) {
            HeldKey secret = file.key().orElseThrow();
            boolean authority = owner(secret)
                    .filter(one -> new CertificateFacts(one).isAuthority())
                    .isPresent();
            Kind kind = authority ? Kind.CA_KEY_AS_CERTIFICATE : Kind.KEY_AS_CERTIFICATE;
            add(file.is(kind, "is " + words(secret), needs(use)));
            return;
        }
        use.first().ifPresent(first -> {
            if (new CertificateFacts(first).isAuthority() && !use.isOwnServing()) {
                add(file.is(Kind.CA_AS_CERTIFICATE, "is " + words(first) + " itself", needs(use)));
                return;
            }
            signer(use, first);
            usage(use, first);
            hosts(use, first);
            dates(use, first, Kind.EXPIRED, Kind.NOT_YET_VALID);
            pair(use, first);
        });
    }

    private static boolean isSwapped(UsedCertificate use) {
        return use.certificate().holdsOnlyKey()
                && use.key()
                        .filter(key -> key.key().isEmpty() && key.first().isPresent())
                        .isPresent();
    }

    private void signer(UsedCertificate use, X509Certificate first) {
        CertificateRole signer = use.signer();
        List<X509Certificate> authorities = used.stream()
                .filter(other -> other.isInRole(signer))
                .flatMap(other -> other.certificate().authorities().stream())
                .toList();
        List<X509Certificate> behind = use.certificate().certificates();
        if (authorities.isEmpty() || use.isOwnServing()) {
            return;
        }
        if (!new CertificateFacts(first).leadsTo(authorities, behind.subList(1, behind.size()))) {
            add(use.certificate().is(Kind.SIGNED_BY_ANOTHER_CA, signedBy(first, authorities, signer), needs(use)));
        }
    }

    private String signedBy(X509Certificate first, List<X509Certificate> authorities, CertificateRole signer) {
        String issuer = "\"" + new CertificateFacts(first).issuerName() + "\"";
        boolean sameName = authorities.stream()
                .anyMatch(one -> one.getSubjectX500Principal().equals(first.getIssuerX500Principal()));
        return sameName
                ? "is signed by another CA named " + issuer
                        + " than the one of this node: one of the two is from another"
                        + " cluster, or older than a change of the CA"
                : "is " + words(first) + " and signed by " + issuer + ", not by " + signer.title();
    }

    private void usage(UsedCertificate use, X509Certificate first) {
        boolean server = use.role().map(CertificateRole::isForServers).orElse(use.isOwnServing());
        boolean client = use.role().map(CertificateRole::isForClients).orElse(!use.isOwnServing());
        CertificateFacts facts = new CertificateFacts(first);
        if (client && !facts.isForClients()) {
            add(use.certificate()
                    .is(Kind.SERVER_ONLY, "is " + words(first) + ", which only servers may show", needs(use)));
        }
        if (server && !facts.isForServers()) {
            add(use.certificate()
                    .is(Kind.CLIENT_ONLY, "is " + words(first) + ", which only clients may show", needs(use)));
        }
    }

    private void hosts(UsedCertificate use, X509Certificate first) {
        CertificateFacts facts = new CertificateFacts(first);
        List<String> missing =
                use.hosts().stream().filter(host -> !facts.isFor(host)).toList();
        if (!missing.isEmpty()) {
            add(use.certificate()
                    .is(
                            Kind.SAN_MISSING,
                            "is for " + facts.alternativeNames() + ", not for " + String.join(", ", missing)
                                    + ", under which this node is called",
                            use.role()
                                    .map(role -> "Remove certificate and key and run kubeadm init phase certs "
                                            + role.kubeadmName() + ": renewing keeps the old names.")
                                    .orElse("Have one made for these names, too.")));
        }
    }

    private void dates(UsedCertificate use, X509Certificate first, Kind expired, Kind early) {
        CertificateFacts facts = new CertificateFacts(first);
        GivenFile file = use.certificate();
        if (facts.isExpired(now)) {
            String remedy = expired == Kind.EXPIRED
                    ? renew(use, facts)
                    : "Replace the CA by hand, nothing it signed is accepted: kubeadm renews none.";
            add(file.is(expired, "expired at " + first.getNotAfter().toInstant(), remedy));
        } else if (facts.isNotYetValid(now)) {
            String what = "is not valid before " + first.getNotBefore().toInstant() + "; here it is " + now;
            add(file.is(early, what, "Check the clocks of this machine and of the one that issued it."));
        }
    }

    private static String renew(UsedCertificate use, CertificateFacts facts) {
        if (use.name().endsWith(KubeadmPlaces.COPY)) {
            return "Renew the kubeconfig that it was copied from, and copy it again.";
        }
        if (use.name().equals(CertificateFinder.KUBELET_CLIENT)) {
            return "Make the kubelet a new kubelet.conf on a control plane, for it can no longer log in to renew it:"
                    + " kubeadm kubeconfig user --org system:nodes --client-name " + facts.name() + ".";
        }
        return use.role()
                .map(CertificateRole::kubeadmName)
                .or(() -> Optional.of(use.name()).filter(name -> name.matches("[a-z-]+\\.conf")))
                .map(name -> "Renew it on the node: kubeadm certs renew " + name + ".")
                .orElse("Renew it.");
    }

    private void pair(UsedCertificate use, X509Certificate first) {
        use.key().ifPresent(key -> {
            if (key.key().isEmpty()) {
                key.first()
                        .ifPresent(instead -> add(
                                key.is(Kind.CERTIFICATE_AS_KEY, "is " + words(instead), "The private key is needed.")));
            } else if (!key.key().get().isOf(first.getPublicKey())) {
                HeldKey secret = key.key().get();
                boolean authority = owner(secret)
                        .filter(one -> new CertificateFacts(one).isAuthority())
                        .isPresent();
                add(key.is(
                        authority ? Kind.CA_KEY_AS_KEY : Kind.KEY_OF_ANOTHER_CERTIFICATE,
                        "is " + words(secret) + " and does not belong to "
                                + use.certificate().path(),
                        "Put the two files that were made together in their places."));
            }
        });
    }

    private static String needs(UsedCertificate use) {
        return use.role()
                .map(role -> needs(role, use.certificate().path()))
                .orElse(
                        use.isOwnServing()
                                ? "A server's certificate is needed."
                                : "A client certificate signed by the CA of the Kubernetes API is needed.");
    }

    private static String needs(CertificateRole role, String path) {
        if (!path.equals(role.certificatePath())) {
            return "It has to be " + role.title() + "; kubeadm keeps it in " + role.certificatePath() + ".";
        }
        return role.isAuthority()
                ? "Put " + role.title() + " back, from a backup or another control plane: kubeadm would make a new one."
                : "Put " + role.title() + " and its key back from a backup, or remove both and run kubeadm init phase"
                        + " certs " + role.kubeadmName() + ".";
    }

    private Optional<X509Certificate> owner(HeldKey secret) {
        return used.stream()
                .flatMap(one -> one.certificate().certificates().stream())
                .filter(one -> secret.isOf(one.getPublicKey()))
                .findFirst();
    }

    private String words(HeldKey secret) {
        return owner(secret).map(one -> "the private key of " + words(one)).orElse("a private key");
    }

    /** The role in which the same certificate is used elsewhere, or its name. */
    private String words(X509Certificate certificate) {
        CertificateFacts facts = new CertificateFacts(certificate);
        return used.stream()
                .filter(one -> one.first().equals(Optional.of(certificate)))
                .flatMap(one -> one.role().stream())
                .filter(role -> role.fits(facts))
                .findFirst()
                .map(CertificateRole::title)
                .orElseGet(facts::description);
    }

    /** Once for each file, however many flags name it. */
    private void add(Misassignment finding) {
        findings.putIfAbsent(List.of(finding.kind().name(), finding.path()), finding);
    }
}
