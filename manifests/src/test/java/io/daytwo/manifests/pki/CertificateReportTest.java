package io.daytwo.manifests.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_clientAuth;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CertificateReportTest {
    private final ControlPlaneNode node = new ControlPlaneNode();

    @BeforeEach
    void oneIsDeadOneIsNearAndOneAuthorityIsElsewhere() {
        node.kubeconfig(
                "/root/.kube/config",
                node.kubernetes.leaf("CN=old", Issued.FROM, Issued.NOW.minusSeconds(1), id_kp_clientAuth));
        node.put(
                "front-proxy-client",
                node.frontProxy.leaf("CN=x", Issued.FROM, Issued.NOW.plusSeconds(7200), id_kp_clientAuth));
        node.files.remove(ControlPlaneNode.PKI + "etcd/ca.key");
    }

    private CertificateReport report() {
        return CertificateReport.of(List.of(node.certificates()), Clock.fixed(Issued.NOW, ZoneOffset.UTC));
    }

    @Test
    void theFirstToExpireStandsOnTop() {
        List<String> lines = report().lines();
        assertThat(lines).hasSize(17);
        assertThat(lines.get(0)).matches("node +certificate +left +expires +key +renewed +signed by +file");
        assertThat(lines.get(1))
                .matches(
                        "cp1 +/root/.kube/config +EXPIRED +2026-11-21T02:59:59Z +ok +copy again +kubernetes +/root/.kube/config");
        assertThat(lines.get(2))
                .matches(
                        "cp1 +front-proxy-client +2 h +2026-11-21T05:00:00Z +ok +kubeadm +front-proxy-ca +/etc/.*/front.*crt");
        assertThat(lines)
                .anyMatch(line -> line.matches(
                        "cp1 +etcd-ca +40 d +2027-01-01T00:00:00Z +external +by hand +etcd-ca +/etc/.*/etcd/ca.crt"));
        assertThat(lines.get(16))
                .startsWith("! cp1: /root/.kube/config is given")
                .contains("expired at");
        assertThat(lines.stream()
                        .limit(15)
                        .map(line -> line.indexOf("20"))
                        .skip(1)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void machinesGetTheSame() {
        JsonObject json = JsonParser.parseString(report().json()).getAsJsonObject();
        assertThat(json.get("format").getAsInt()).isEqualTo(1);
        assertThat(json.get("at").getAsString()).isEqualTo("2026-11-21T03:00:00Z");
        assertThat(json.getAsJsonArray("certificates")).hasSize(15);
        JsonObject first = json.getAsJsonArray("certificates").get(0).getAsJsonObject();
        assertThat(first.get("name").getAsString()).isEqualTo("/root/.kube/config");
        assertThat(first.get("renewal").getAsString()).isEqualTo("COPY");
        assertThat(first.get("notAfter").getAsString()).isEqualTo("2026-11-21T02:59:59Z");
        JsonObject finding = json.getAsJsonArray("findings").get(0).getAsJsonObject();
        assertThat(finding.get("node").getAsString()).isEqualTo("cp1");
        assertThat(finding.get("kind").getAsString()).isEqualTo("EXPIRED");
        assertThat(finding.get("blocking").getAsBoolean()).isTrue();
        assertThat(report().json()).doesNotContain("PRIVATE KEY");
    }
}
