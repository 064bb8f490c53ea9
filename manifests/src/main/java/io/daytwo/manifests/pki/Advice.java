package io.daytwo.manifests.pki;

/** Which file to use instead: the one that lies near the given ones, else kubeadm's default. */
record Advice(NearbyPki pki) {
    String clientCertificate() {
        return "A client certificate signed by etcd-ca is needed, e.g. "
                + pki.path(CertificateRole.ETCD_HEALTHCHECK_CLIENT) + ".";
    }

    String authority() {
        return "The certificate of the CA that signed etcd's certificates is needed, e.g. "
                + pki.path(CertificateRole.ETCD_CA) + ".";
    }

    String keyOf(GivenFile certificate) {
        if (certificate.first().isEmpty()
                || new CertificateFacts(certificate.first().get()).isAuthority()) {
            String client = pki.path(CertificateRole.ETCD_HEALTHCHECK_CLIENT);
            return "The key of the client certificate is needed, e.g. " + beside(client) + ".";
        }
        return "The key of " + certificate.path() + " is needed; it usually lies beside it as "
                + beside(certificate.path()) + ".";
    }

    private static String beside(String certificate) {
        return certificate.endsWith(".pem")
                ? certificate.replaceFirst("\\.pem$", "-key.pem")
                : certificate.replaceFirst("\\.crt$", "") + ".key";
    }
}
