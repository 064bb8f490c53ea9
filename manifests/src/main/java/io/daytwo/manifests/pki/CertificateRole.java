package io.daytwo.manifests.pki;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of {@code /etc/kubernetes/pki} and what each is for (k8s.io/kubernetes
 * cmd/kubeadm/app/phases/certs/certlist.go and constants/constants.go).
 */
public enum CertificateRole {
    /** The CA of the Kubernetes API. */
    CA("ca", "ca", null, "", "kubernetes", "", "the CA of the Kubernetes API"),
    /** What the API server shows. */
    APISERVER("apiserver", "apiserver", CA, "s", "kube-apiserver", "", "the API server's server certificate"),
    /** What the API server shows to kubelets. */
    APISERVER_KUBELET_CLIENT(
            "apiserver-kubelet-client",
            "apiserver-kubelet-client",
            CA,
            "c",
            "kube-apiserver-kubelet-client",
            "kubeadm:cluster-admins",
            "the API server's client certificate for kubelets"),
    /** The CA of the front proxy. */
    FRONT_PROXY_CA("front-proxy-ca", "front-proxy-ca", null, "", "front-proxy-ca", "", "the CA of the front proxy"),
    /** What the API server shows to extension API servers. */
    FRONT_PROXY_CLIENT(
            "front-proxy-client",
            "front-proxy-client",
            FRONT_PROXY_CA,
            "c",
            "front-proxy-client",
            "",
            "the front proxy's client certificate"),
    /** The CA of etcd. */
    ETCD_CA("etcd-ca", "etcd/ca", null, "", "etcd-ca", "", "the CA of etcd"),
    /** What etcd shows to its clients; its common name is the node's. */
    ETCD_SERVER("etcd-server", "etcd/server", ETCD_CA, "sc", null, "", "etcd's server certificate"),
    /** What etcd members show to each other; its common name is the node's. */
    ETCD_PEER("etcd-peer", "etcd/peer", ETCD_CA, "sc", null, "", "etcd's peer certificate"),
    /** A client of etcd for health checks and backups. */
    ETCD_HEALTHCHECK_CLIENT(
            "etcd-healthcheck-client",
            "etcd/healthcheck-client",
            ETCD_CA,
            "c",
            "kube-etcd-healthcheck-client",
            "",
            "the health check's client certificate for etcd"),
    /** What the API server shows to etcd. */
    APISERVER_ETCD_CLIENT(
            "apiserver-etcd-client",
            "apiserver-etcd-client",
            ETCD_CA,
            "c",
            "kube-apiserver-etcd-client",
            "",
            "the API server's client certificate for etcd"),
    /** The key pair that signs service account tokens; {@code sa.pub} in place of a certificate. */
    SERVICE_ACCOUNT("sa", "sa", null, "", null, "", "the key that signs service account tokens");

    /** kubeadm's default folder. */
    static final String FOLDER = "/etc/kubernetes/pki";

    private final String kubeadmName;
    private final String baseName;
    private final @Nullable CertificateRole signer;
    private final String usages;
    private final @Nullable String commonName;
    private final String organization;
    private final String title;

    CertificateRole(
            String kubeadmName,
            String baseName,
            @Nullable CertificateRole signer,
            String usages,
            @Nullable String commonName,
            String organization,
            String title) {
        this.kubeadmName = kubeadmName;
        this.baseName = baseName;
        this.signer = signer;
        this.usages = usages;
        this.commonName = commonName;
        this.organization = organization;
        this.title = title;
    }

    /**
     * {@return what kubeadm calls it, e.g. {@code etcd-healthcheck-client}; fit for {@code kubeadm certs renew} if it
     * is no CA}
     */
    public String kubeadmName() {
        return kubeadmName;
    }

    /** {@return where kubeadm puts the certificate by default; for {@link #SERVICE_ACCOUNT} the public key} */
    public String certificatePath() {
        return FOLDER + "/" + certificateFile();
    }

    /** {@return where kubeadm puts the private key by default} */
    public String keyPath() {
        return FOLDER + "/" + baseName + ".key";
    }

    String certificateFile() {
        return baseName + (this == SERVICE_ACCOUNT ? ".pub" : ".crt");
    }

    /** {@return the CA that signs it, empty for a CA and for {@link #SERVICE_ACCOUNT}} */
    public Optional<CertificateRole> signer() {
        return Optional.ofNullable(signer);
    }

    /** {@return whether it is a CA} */
    public boolean isAuthority() {
        return signer == null && this != SERVICE_ACCOUNT;
    }

    /** {@return whether servers show it} */
    public boolean isForServers() {
        return usages.contains("s");
    }

    /** {@return whether clients show it} */
    public boolean isForClients() {
        return usages.contains("c");
    }

    /** {@return its subject's CN, empty where that is the node's name} */
    public Optional<String> commonName() {
        return Optional.ofNullable(commonName);
    }

    /**
     * {@return its subject's O, empty if it has none; not fit to recognise a certificate by: it was
     * {@code system:masters} before 1.29, and 1.33.13 and 1.36.3 write none}
     */
    public Optional<String> organization() {
        return organization.isEmpty() ? Optional.empty() : Optional.of(organization);
    }

    /** {@return what it is, in words that fit into a sentence} */
    public String title() {
        return title;
    }

    /** The one that a certificate seems made for, by its name and its issuer's; where the name is the node's, none. */
    static Optional<CertificateRole> byNames(CertificateFacts facts) {
        return Arrays.stream(values())
                .filter(role -> role.commonName().isPresent() && role.fits(facts))
                .findFirst();
    }

    /** The CA that bears a name. */
    static Optional<CertificateRole> authorityNamed(String name) {
        return Arrays.stream(values())
                .filter(role -> role.isAuthority() && role.commonName().equals(Optional.of(name)))
                .findFirst();
    }

    /** Whether kubeadm could have made a certificate for this; where the name is the node's, its usages tell. */
    boolean fits(CertificateFacts facts) {
        return isAuthority() == facts.isAuthority()
                && commonName()
                        .map(facts.name()::equals)
                        .orElse(facts.isForServers() == isForServers() && facts.isForClients() == isForClients())
                && signer().flatMap(CertificateRole::commonName)
                        .map(facts.issuerName()::equals)
                        .orElse(true);
    }
}
