package io.daytwo.manifests.pki;

import io.daytwo.manifests.pki.Misassignment.Kind;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Will etcd accept a client certificate, and does it go with the CA? For files that hold what they were given as. */
final class TrustDiagnosis {
    private final GivenFile ca;
    private final GivenFile certificate;
    private final NearbyPki pki;
    private final Advice advice;
    private final Instant now;

    TrustDiagnosis(GivenFile ca, GivenFile certificate, NearbyPki pki, Instant now) {
        this.ca = ca;
        this.certificate = certificate;
        this.pki = pki;
        this.advice = new Advice(pki);
        this.now = now;
    }

    List<Misassignment> findings() {
        List<Misassignment> findings = new ArrayList<>();
        authorityDates(findings);
        Optional<X509Certificate> leaf =
                certificate.first().filter(first -> !new CertificateFacts(first).isAuthority());
        leaf.ifPresent(client -> {
            hierarchy(client, findings);
            usage(client, findings);
            dates(client, findings);
        });
        return findings;
    }

    private void hierarchy(X509Certificate leaf, List<Misassignment> findings) {
        List<X509Certificate> authorities = ca.authorities();
        if (authorities.isEmpty()) {
            return;
        }
        List<X509Certificate> behind = certificate.certificates();
        boolean signed = new CertificateFacts(leaf).leadsTo(authorities, behind.subList(1, behind.size()));
        boolean foreign = authorities.stream().allMatch(this::isForeign);
        if (signed && !foreign) {
            return;
        }
        X509Certificate authority = authorities.get(0);
        if (signed && pki.certificate(CertificateRole.ETCD_CA).isEmpty()) {
            findings.add(ca.is(
                    Kind.CA_NAMED_LIKE_ANOTHER_HIERARCHY,
                    "is named like " + pki.describe(authority) + "; kubeadm gives etcd a CA of its own",
                    "If the connection fails: " + advice.authority()));
            return;
        }
        boolean ofEtcd = pki.signer(leaf).equals(Optional.of(CertificateRole.ETCD_CA));
        boolean otherFile = foreign || (ofEtcd && !isEtcdCa(authority));
        if (otherFile) {
            findings.add(ca.is(
                    Kind.CA_OF_ANOTHER_HIERARCHY,
                    "is " + pki.describe(authority) + ", which did not sign etcd's certificates",
                    advice.authority()));
        }
        if (!otherFile || !ofEtcd) {
            findings.add(signedByAnother(leaf, authority, otherFile));
        }
    }

    /** By name first: where all is well, nothing more is read. */
    private boolean isForeign(X509Certificate authority) {
        return CertificateRole.authorityNamed(new CertificateFacts(authority).name())
                        .filter(role -> role != CertificateRole.ETCD_CA)
                        .isPresent()
                && !pki.certificate(CertificateRole.ETCD_CA).equals(Optional.of(authority));
    }

    private boolean isEtcdCa(X509Certificate authority) {
        return pki.role(authority).equals(Optional.of(CertificateRole.ETCD_CA));
    }

    private Misassignment signedByAnother(X509Certificate leaf, X509Certificate authority, boolean otherFile) {
        if (leaf.getIssuerX500Principal().equals(authority.getSubjectX500Principal()) && !otherFile) {
            return certificate.is(
                    Kind.SIGNED_BY_ANOTHER_CA,
                    "was signed by another CA named \"" + new CertificateFacts(authority).name() + "\" than that of "
                            + ca.path()
                            + ": one of the two files is from another cluster, or older than a change of the CA",
                    "Take CA, certificate and key from the same control-plane node.");
        }
        String wanted = otherFile ? "the CA of etcd" : pki.describe(authority) + " (" + ca.path() + ")";
        return certificate.is(
                Kind.SIGNED_BY_ANOTHER_CA,
                "is " + pki.describe(leaf) + ", signed by " + pki.describeSigner(leaf) + " and not by " + wanted,
                advice.clientCertificate());
    }

    private void usage(X509Certificate leaf, List<Misassignment> findings) {
        if (!new CertificateFacts(leaf).isForClients()) {
            findings.add(certificate.is(
                    Kind.SERVER_ONLY,
                    "is " + pki.describe(leaf)
                            + ", which only a server may show (extended key usage without clientAuth)",
                    advice.clientCertificate()));
        }
    }

    private void dates(X509Certificate leaf, List<Misassignment> findings) {
        CertificateFacts facts = new CertificateFacts(leaf);
        if (facts.isExpired(now)) {
            String name = pki.role(leaf).map(CertificateRole::kubeadmName).orElse("all");
            String remedy = "Renew it on the node: kubeadm certs renew " + name + ".";
            findings.add(expired(certificate, Kind.EXPIRED, leaf, "", remedy));
        } else if (facts.isNotYetValid(now)) {
            findings.add(early(certificate, Kind.NOT_YET_VALID, leaf));
        }
    }

    /** One CA of several that is valid is enough. */
    private void authorityDates(List<Misassignment> findings) {
        List<CertificateFacts> all =
                ca.authorities().stream().map(CertificateFacts::new).toList();
        if (all.stream().anyMatch(one -> !one.isExpired(now) && !one.isNotYetValid(now))) {
            return;
        }
        String remedy = "Replace the CA by hand, as Kubernetes' guide to CA rotation says: kubeadm does not renew CAs.";
        String effect = "; nothing it signed is accepted any more";
        for (CertificateFacts facts : all) {
            findings.add(
                    facts.isExpired(now)
                            ? expired(ca, Kind.CA_EXPIRED, facts.certificate(), effect, remedy)
                            : early(ca, Kind.CA_NOT_YET_VALID, facts.certificate()));
        }
    }

    private Misassignment expired(GivenFile file, Kind kind, X509Certificate dead, String effect, String remedy) {
        String problem =
                subject(file, dead) + " expired on " + dead.getNotAfter().toInstant() + effect + ".";
        return new Misassignment(kind, file.role(), file.path(), problem, remedy);
    }

    private Misassignment early(GivenFile file, Kind kind, X509Certificate unborn) {
        Instant from = unborn.getNotBefore().toInstant();
        String problem = subject(file, unborn) + " is valid only from " + from + " on; here it is " + now + ".";
        String remedy = "Check the clock of this machine and of the one that issued it.";
        return new Misassignment(kind, file.role(), file.path(), problem, remedy);
    }

    private String subject(GivenFile file, X509Certificate held) {
        return file.path() + " (" + pki.describe(held) + ")";
    }
}
