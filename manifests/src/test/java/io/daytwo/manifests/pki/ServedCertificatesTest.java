package io.daytwo.manifests.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.daytwo.manifests.pki.Misassignment.Kind;
import io.daytwo.manifests.pki.ServedCertificate.State;
import io.daytwo.retry.WaitInterruptedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServedCertificatesTest {
    private final ControlPlaneNode node = new ControlPlaneNode();
    private final List<TlsServer> servers = new ArrayList<>();
    private final Issued apiServer = node.apiServer("10.0.0.11");
    private final Issued client = node.member();
    private final Issued peer = node.member();

    @BeforeEach
    void everyPortServesWhatLiesOnDisk() {
        node.put("apiserver", apiServer);
        node.put("etcd/server", client);
        node.put("etcd/peer", peer);
        serve("10.0.0.11", 6443, apiServer, "TLSv1.3");
        serve("10.0.0.11", 2379, client, "TLSv1.2");
        serve("10.0.0.11", 2380, peer, "TLSv1.3");
        serve("127.0.0.1", 10257, Issued.authority("self-made"), "TLSv1.3");
        serve("127.0.0.1", 10250, node.serving, "TLSv1.3");
    }

    @AfterEach
    void endTheServers() {
        servers.forEach(TlsServer::close);
    }

    private void serve(String host, int port, Issued issued, String protocol) {
        TlsServer server = new TlsServer(issued, protocol);
        servers.add(server);
        node.files.listen(host, port, server.port());
    }

    private ServedCertificates served() {
        return ServedCertificates.on(node.files);
    }

    @Test
    void portsServeWhatLiesOnDiskOrWhatTheyMadeThemselves() {
        assertThat(served().all())
                .extracting(one -> one.component() + " " + one.at() + " " + one.state())
                .containsExactly(
                        "etcd 10.0.0.11:2379 AS_ON_DISK",
                        "etcd 10.0.0.11:2380 AS_ON_DISK",
                        "kube-apiserver 10.0.0.11:6443 AS_ON_DISK",
                        "kube-controller-manager 127.0.0.1:10257 IN_MEMORY",
                        "kubelet 127.0.0.1:10250 AS_ON_DISK");
        assertThat(List.of("etcd", "kube-apiserver", "kube-controller-manager", "kubelet"))
                .allMatch(component -> served().areCurrent(component));
        String serial = apiServer.certificate().getSerialNumber().toString(16);
        assertThat(served().of("kube-apiserver"))
                .singleElement()
                .hasToString("cp1 kube-apiserver 10.0.0.11:6443 serves " + serial + ", as on disk");
    }

    @Test
    void aPortThatStillServesTheOldCertificateIsNotCurrent() {
        Issued renewed = node.member();
        node.put("etcd/peer", renewed);
        assertThat(served().areCurrent("etcd")).isFalse();
        ServedCertificate port = served().of("etcd").get(1);
        assertThat(port.state()).isEqualTo(State.DIFFERS);
        assertThat(port.served()).contains(peer.certificate());
        assertThat(port.file()).contains(renewed.certificate());
        assertThat(port.path()).contains(ControlPlaneNode.PKI + "etcd/peer.crt");
    }

    @Test
    void whatIsServedFromBeforeIsAFinding() {
        NodeCertificates certificates = node.certificates();
        assertThat(certificates.served()).isEmpty();
        assertThat(certificates.withServed(node.files).misassigned()).isEmpty();
        node.put("apiserver", node.renewed(apiServer, Issued.NOW.minusSeconds(60)));
        NodeCertificates renewed = node.certificates();
        assertThat(renewed.misassigned()).as("not asked").isEmpty();
        Misassignment finding = only(renewed.withServed(node.files).misassigned());
        assertThat(finding.kind()).isEqualTo(Kind.SERVED_FROM_BEFORE);
        assertThat(finding.path()).isEqualTo(ControlPlaneNode.PKI + "apiserver.crt");
        assertThat(finding.problem())
                .startsWith(
                        "kube-apiserver on cp1 (10.0.0.11:6443) serves the certificate of before the renewal: serial ")
                .contains(", valid until 2027-01-01T00:00:00Z, but " + ControlPlaneNode.PKI + "apiserver.crt holds");
        assertThat(finding.remedy()).startsWith("Restart kube-apiserver on cp1");
        node.put("apiserver", node.renewed(apiServer, Issued.FROM.minusSeconds(60)));
        assertThat(only(node.certificates().withServed(node.files).misassigned())
                        .problem())
                .contains("does not serve what lies on disk");
    }

    private static Misassignment only(List<Misassignment> findings) {
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    @Test
    void theReportShowsEveryPort() {
        NodeCertificates certificates = node.certificates().withServed(node.files);
        CertificateReport report = CertificateReport.of(List.of(certificates));
        assertThat(report.lines()).filteredOn(line -> line.startsWith("  cp1 ")).hasSize(5);
        JsonArray ports =
                JsonParser.parseString(report.json()).getAsJsonObject().getAsJsonArray("served");
        assertThat(ports).hasSize(5);
        JsonObject apiServerPort = ports.get(2).getAsJsonObject();
        assertThat(apiServerPort.get("state").getAsString()).isEqualTo("AS_ON_DISK");
        assertThat(apiServerPort.get("serial")).isEqualTo(apiServerPort.get("serialOnDisk"));
        assertThatThrownBy(() -> certificates.withServed(new ControlPlaneNode("cp2").files))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cp2 is not cp1");
    }

    @Test
    void aPortThatShowsNothingIsNotCurrent() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            node.files.listen("10.0.0.11", 6443, mute.getLocalPort());
            long started = System.nanoTime();
            assertThat(served().within(Duration.ofMillis(300)).areCurrent("kube-apiserver"))
                    .isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
        }
        assertThat(served().of("kube-apiserver"))
                .singleElement()
                .hasToString("cp1 kube-apiserver 10.0.0.11:6443 shows no certificate");
        assertThat(served().areCurrent("kube-scheduler")).isFalse();
    }

    @Test
    void aFileThatIsNoCertificateIsNotCurrent() {
        node.files.put(ControlPlaneNode.PKI + "apiserver.crt", "");
        assertThat(served().of("kube-apiserver"))
                .singleElement()
                .extracting(ServedCertificate::state)
                .isEqualTo(State.FILE_UNREADABLE);
        assertThat(served().areCurrent("kube-apiserver")).isFalse();
    }

    @Test
    void anInterruptEndsTheWait() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> served().all()).isInstanceOf(WaitInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void othersServeNothingThatIsKnown() {
        assertThatThrownBy(() -> served().of("kube-vip"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("component");
    }
}
