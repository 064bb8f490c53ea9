package io.daytwo.manifests.pki;

import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_clientAuth;
import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_serverAuth;

import java.nio.file.Path;

/** A {@code /etc/kubernetes/pki} as kubeadm leaves it, in a folder of the test. */
record KubeadmFolder(Path pki, Issued kubernetesCa, Issued etcdCa, Issued frontProxyCa) {
    static KubeadmFolder in(Path pki) {
        KubeadmFolder folder = new KubeadmFolder(
                pki, Issued.authority("kubernetes"), Issued.authority("etcd-ca"), Issued.authority("front-proxy-ca"));
        folder.write();
        return folder;
    }

    private void write() {
        kubernetesCa.writeTo(pki, "ca");
        etcdCa.writeTo(pki, "etcd/ca");
        frontProxyCa.writeTo(pki, "front-proxy-ca");
        kubernetesCa.leaf("CN=kube-apiserver", id_kp_serverAuth).writeTo(pki, "apiserver");
        kubernetesCa
                .leaf("O=kubeadm:cluster-admins,CN=kube-apiserver-kubelet-client", id_kp_clientAuth)
                .writeTo(pki, "apiserver-kubelet-client");
        frontProxyCa.leaf("CN=front-proxy-client", id_kp_clientAuth).writeTo(pki, "front-proxy-client");
        etcdCa.leaf("CN=cp1", id_kp_serverAuth, id_kp_clientAuth).writeTo(pki, "etcd/server");
        etcdCa.leaf("CN=cp1", id_kp_serverAuth, id_kp_clientAuth).writeTo(pki, "etcd/peer");
        etcdCa.leaf("CN=kube-etcd-healthcheck-client", id_kp_clientAuth).writeTo(pki, "etcd/healthcheck-client");
        etcdCa.leaf("CN=kube-apiserver-etcd-client", id_kp_clientAuth).writeTo(pki, "apiserver-etcd-client");
        Issued account = Issued.authority("unused");
        Issued.write(pki.resolve("sa.key"), account.keyPem(), "rw-------");
        Issued.write(pki.resolve("sa.pub"), Issued.pem(account.keys().getPublic()), "rw-------");
    }

    Path path(String name) {
        return pki.resolve(name);
    }

    ClientCredentials credentials(String ca, String certificate, String key) {
        return ClientCredentials.read(path(ca), path(certificate), path(key));
    }
}
