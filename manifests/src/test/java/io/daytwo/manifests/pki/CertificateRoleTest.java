package io.daytwo.manifests.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CertificateRoleTest {
    @Test
    void theTableIsKubeadms() {
        assertThat(Arrays.stream(CertificateRole.values()).map(CertificateRoleTest::line))
                .containsExactly(
                        "ca /etc/kubernetes/pki/ca.crt by itself for nobody as kubernetes",
                        "apiserver /etc/kubernetes/pki/apiserver.crt by ca for servers as kube-apiserver",
                        "apiserver-kubelet-client /etc/kubernetes/pki/apiserver-kubelet-client.crt by ca for clients as"
                                + " kube-apiserver-kubelet-client of kubeadm:cluster-admins",
                        "front-proxy-ca /etc/kubernetes/pki/front-proxy-ca.crt by itself for nobody as front-proxy-ca",
                        "front-proxy-client /etc/kubernetes/pki/front-proxy-client.crt by front-proxy-ca for clients as"
                                + " front-proxy-client",
                        "etcd-ca /etc/kubernetes/pki/etcd/ca.crt by itself for nobody as etcd-ca",
                        "etcd-server /etc/kubernetes/pki/etcd/server.crt by etcd-ca for both as the node",
                        "etcd-peer /etc/kubernetes/pki/etcd/peer.crt by etcd-ca for both as the node",
                        "etcd-healthcheck-client /etc/kubernetes/pki/etcd/healthcheck-client.crt by etcd-ca for clients"
                                + " as kube-etcd-healthcheck-client",
                        "apiserver-etcd-client /etc/kubernetes/pki/apiserver-etcd-client.crt by etcd-ca for clients as"
                                + " kube-apiserver-etcd-client",
                        "sa /etc/kubernetes/pki/sa.pub by nobody for nobody as the node");
    }

    private static String line(CertificateRole role) {
        String usages = role.isForServers() ? "servers" : role.isForClients() ? "clients" : "nobody";
        return role.kubeadmName() + " " + role.certificatePath() + " by "
                + role.signer().map(CertificateRole::kubeadmName).orElse(role.isAuthority() ? "itself" : "nobody")
                + " for " + (role.isForServers() && role.isForClients() ? "both" : usages)
                + " as " + role.commonName().orElse("the node")
                + role.organization().map(organization -> " of " + organization).orElse("");
    }

    @Test
    void keysLieBesideCertificates() {
        assertThat(CertificateRole.ETCD_SERVER.keyPath()).isEqualTo("/etc/kubernetes/pki/etcd/server.key");
        assertThat(CertificateRole.SERVICE_ACCOUNT.keyPath()).isEqualTo("/etc/kubernetes/pki/sa.key");
    }
}
