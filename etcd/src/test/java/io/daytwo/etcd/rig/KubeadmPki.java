package io.daytwo.etcd.rig;

import static io.daytwo.etcd.rig.CertificateIssuer.dns;
import static io.daytwo.etcd.rig.CertificateIssuer.ip;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * The certificates of a kubeadm cluster: three authorities, and for each node the leaves with kubeadm's names,
 * subjects, usages and SANs (kubeadm 1.34 phases/certs/certlist.go). Keys are RSA 2048 as kubeadm makes them by
 * default.
 */
public final class KubeadmPki {
    private static final List<KeyPurposeId> CLIENT = List.of(KeyPurposeId.id_kp_clientAuth);
    private static final List<KeyPurposeId> SERVER = List.of(KeyPurposeId.id_kp_serverAuth);
    private static final List<KeyPurposeId> BOTH =
            List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);

    private final CertificateIssuer issuer;
    private final PemPair kubernetesCa;
    private final PemPair etcdCa;
    private final PemPair frontProxyCa;
    private final Instant leavesFrom;
    private final Instant leavesTo;

    private KubeadmPki(
            CertificateIssuer issuer,
            PemPair kubernetesCa,
            PemPair etcdCa,
            PemPair frontProxyCa,
            Instant leavesFrom,
            Instant leavesTo) {
        this.issuer = issuer;
        this.kubernetesCa = kubernetesCa;
        this.etcdCa = etcdCa;
        this.frontProxyCa = frontProxyCa;
        this.leavesFrom = leavesFrom;
        this.leavesTo = leavesTo;
    }

    /** New authorities with RSA keys, valid for ten years; leaves for one. */
    public static KubeadmPki create() {
        return create(new CertificateIssuer(false));
    }

    /** The same with ECDSA P-256 keys, which kubeadm offers as encryptionAlgorithm: much faster to make. */
    public static KubeadmPki elliptic() {
        return create(new CertificateIssuer(true));
    }

    private static KubeadmPki create(CertificateIssuer issuer) {
        Instant now = Instant.now().minus(Duration.ofMinutes(5));
        Instant end = now.plus(Duration.ofDays(3650));
        return new KubeadmPki(
                issuer,
                issuer.authority("kubernetes", now, end),
                issuer.authority("etcd-ca", now, end),
                issuer.authority("front-proxy-ca", now, end),
                now,
                now.plus(Duration.ofDays(365)));
    }

    /** The same authorities; leaves written from now on are valid in this span, which may lie in the past. */
    public KubeadmPki leavesValid(Instant from, Instant to) {
        return new KubeadmPki(issuer, kubernetesCa, etcdCa, frontProxyCa, from, to);
    }

    public PemPair kubernetesCa() {
        return kubernetesCa;
    }

    public PemPair etcdCa() {
        return etcdCa;
    }

    public PemPair frontProxyCa() {
        return frontProxyCa;
    }

    /** A client of etcd as the API server is one. */
    public PemPair etcdClient() {
        return leaf(etcdCa, "CN=kube-apiserver-etcd-client", CLIENT, List.of());
    }

    /** Writes what lies in {@code /etc/kubernetes/pki} of a control-plane node into this folder. */
    public void writeTo(Path pki, String node, String address) {
        kubernetesCa.writeTo(pki, "ca");
        frontProxyCa.writeTo(pki, "front-proxy-ca");
        List<GeneralName> api = List.of(
                dns("kubernetes"),
                dns("kubernetes.default"),
                dns("kubernetes.default.svc"),
                dns("kubernetes.default.svc.cluster.local"),
                dns(node),
                ip("10.96.0.1"),
                ip(address));
        leaf(kubernetesCa, "CN=kube-apiserver", SERVER, api).writeTo(pki, "apiserver");
        leaf(kubernetesCa, "O=kubeadm:cluster-admins,CN=kube-apiserver-kubelet-client", CLIENT, List.of())
                .writeTo(pki, "apiserver-kubelet-client");
        leaf(frontProxyCa, "CN=front-proxy-client", CLIENT, List.of()).writeTo(pki, "front-proxy-client");
        writeEtcdTo(pki, node, address);
    }

    /** Only the part of etcd: {@code etcd/*} and {@code apiserver-etcd-client}. */
    public void writeEtcdTo(Path pki, String node, String address) {
        etcdCa.writeTo(pki.resolve("etcd"), "ca");
        List<GeneralName> own = List.of(dns(node), dns("localhost"), ip(address), ip("127.0.0.1"), ip("::1"));
        leaf(etcdCa, "CN=" + node, BOTH, own).writeTo(pki.resolve("etcd"), "server");
        leaf(etcdCa, "CN=" + node, BOTH, own).writeTo(pki.resolve("etcd"), "peer");
        leaf(etcdCa, "CN=kube-etcd-healthcheck-client", CLIENT, List.of())
                .writeTo(pki.resolve("etcd"), "healthcheck-client");
        etcdClient().writeTo(pki, "apiserver-etcd-client");
    }

    private PemPair leaf(PemPair authority, String subject, List<KeyPurposeId> purposes, List<GeneralName> names) {
        return issuer.leaf(authority, subject, purposes, names, leavesFrom, leavesTo);
    }
}
