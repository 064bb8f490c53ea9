package io.daytwo.manifests.pki;

import io.daytwo.manifests.pki.Misassignment.Kind;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Can every certificate do what it is used for? Judged against the CAs that the same node's flags name. */
final class CertificateRules {
    private final List<UsedCertificate> used;
    private final Instant now;
    private final Set<Misassignment> findings = new LinkedHashSet<>();

    CertificateRules(List<UsedCertificate> used, Instant now) {
        this.used = used;
        this.now = now;
    }

    List<Misassignment> findings() {
        for (UsedCertificate one : used) {
            findings.addAll(one.certificate().findings());
            one.key().ifPresent(key -> findings.addAll(key.findings()));
            if (one.isAuthority()) {
                authority(one);
            } else {
                leaf(one);
            }
        }
        return List.copyOf(findings);
    }

    private void authority(UsedCertificate use) {
        GivenFile file = use.certificate();
        if (file.holdsOnlyKey()) {
            add(file.is(Kind.KEY_AS_CA, "is " + words(file.privateKey().orElseThrow()), needs(use)));
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
            dates(file, first, Kind.CA_EXPIRED, Kind.CA_NOT_YET_VALID);
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
            PrivateKey secret = file.privateKey().orElseThrow();
            boolean authority = owner(secret)
                    .filter(one -> new CertificateFacts(one).isAuthority())
                    .isPresent();
            Kind kind = authority ? Kind.CA_KEY_AS_CERTIFICATE : Kind.KEY_AS_CERTIFICATE;
            add(file.is(kind, "is " + words(secret), needs(use)));
            return;
        }
        use.first().ifPresent(first -> {
            if (new CertificateFacts(first).isAuthority() && !isSelfMade(use)) {
                add(file.is(Kind.CA_AS_CERTIFICATE, "is " + words(first) + " itself", needs(use)));
                return;
            }
            signer(use, first);
            usage(use, first);
            hosts(use, first);
            dates(file, first, Kind.EXPIRED, Kind.NOT_YET_VALID);
            pair(use, first);
        });
    }

    private static boolean isSwapped(UsedCertificate use) {
        return use.certificate().holdsOnlyKey()
                && use.key()
                        .filter(key -> key.privateKey().isEmpty() && key.first().isPresent())
                        .isPresent();
    }

    /** The kubelet signs its own serving certificate unless told otherwise. */
    private static boolean isSelfMade(UsedCertificate use) {
        return use.name().equals(CertificateFinder.KUBELET_SERVING);
    }

    private void signer(UsedCertificate use, X509Certificate first) {
        CertificateRole signer = use.role().flatMap(CertificateRole::signer).orElse(CertificateRole.CA);
        List<X509Certificate> authorities = used.stream()
                .filter(other -> other.isInRole(signer))
                .flatMap(other -> other.certificate().authorities().stream())
                .toList();
        List<X509Certificate> behind = use.certificate().certificates();
        if (authorities.isEmpty() || isSelfMade(use)) {
            return;
        }
        if (!new CertificateFacts(first).leadsTo(authorities, behind.subList(1, behind.size()))) {
            add(use.certificate()
                    .is(
                            Kind.SIGNED_BY_ANOTHER_CA,
                            "is " + words(first) + " and signed by \"" + new CertificateFacts(first).issuerName()
                                    + "\", not by " + signer.title(),
                            needs(use)));
        }
    }

    private void usage(UsedCertificate use, X509Certificate first) {
        boolean server = use.role().map(CertificateRole::isForServers).orElse(isSelfMade(use));
        boolean client = use.role().map(CertificateRole::isForClients).orElse(!isSelfMade(use));
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
                            "Remove certificate and key and run kubeadm init phase certs "
                                    + use.role().orElseThrow().kubeadmName() + ": renewing keeps the old names."));
        }
    }

    private void dates(GivenFile file, X509Certificate first, Kind expired, Kind early) {
        CertificateFacts facts = new CertificateFacts(first);
        if (facts.isExpired(now)) {
            String what = "expired at " + first.getNotAfter().toInstant();
            add(file.is(
                    expired,
                    what,
                    expired == Kind.EXPIRED ? "Renew it." : "Replace the CA: kubeadm does not renew one."));
        } else if (facts.isNotYetValid(now)) {
            String what = "is not valid before " + first.getNotBefore().toInstant() + "; here it is " + now;
            add(file.is(early, what, "Check the clocks of this machine and of the one that issued it."));
        }
    }

    private void pair(UsedCertificate use, X509Certificate first) {
        use.key().ifPresent(key -> {
            if (key.privateKey().isEmpty()) {
                key.first()
                        .ifPresent(instead -> add(
                                key.is(Kind.CERTIFICATE_AS_KEY, "is " + words(instead), "The private key is needed.")));
            } else if (!PrivateKeys.isPair(
                    first.getPublicKey(), key.privateKey().get())) {
                PrivateKey secret = key.privateKey().get();
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
                .map(role -> "It has to be " + role.title() + "; kubeadm keeps it in " + role.certificatePath() + ".")
                .orElse("A client certificate signed by the CA of the Kubernetes API is needed.");
    }

    private Optional<X509Certificate> owner(PrivateKey secret) {
        return used.stream()
                .flatMap(one -> one.certificate().certificates().stream())
                .filter(one -> PrivateKeys.isPair(one.getPublicKey(), secret))
                .findFirst();
    }

    private String words(PrivateKey secret) {
        return owner(secret).map(one -> "the private key of " + words(one)).orElse("a private key");
    }

    /** The role in which the same certificate is used elsewhere, or its name. */
    private String words(X509Certificate certificate) {
        CertificateFacts facts = new CertificateFacts(certificate);
        String name = (facts.isAuthority() ? "the CA \"" : "a certificate of \"") + facts.name() + "\"";
        return used.stream()
                .filter(one -> one.first().equals(Optional.of(certificate)))
                .flatMap(one -> one.role().stream())
                .filter(role -> role.commonName().equals(Optional.of(facts.name())))
                .findFirst()
                .map(CertificateRole::title)
                .orElse(name);
    }

    private void add(Misassignment finding) {
        findings.add(finding);
    }
}
