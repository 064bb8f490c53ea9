package io.daytwo.manifests.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_clientAuth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CertificatePageTest {
    private final ControlPlaneNode node = new ControlPlaneNode();

    private String html() {
        return CertificateReport.of(List.of(node.certificates()), Clock.fixed(Issued.NOW, ZoneOffset.UTC))
                .html();
    }

    private static List<String> rows(String html) {
        return Pattern.compile("<tr class=.*</tr>")
                .matcher(html)
                .results()
                .map(row -> row.group())
                .toList();
    }

    private void client(String subject, Instant from, Instant to) {
        node.kubeconfig("/root/.kube/config", node.kubernetes.leaf(subject, from, to, id_kp_clientAuth));
    }

    @Test
    void everyCertificateIsARowAndTheFirstToExpireStandsOnTop() {
        client("CN=old", Issued.FROM, Issued.NOW.minusSeconds(1));
        List<String> rows = rows(html());
        assertThat(rows).hasSize(15);
        assertThat(rows.get(0))
                .startsWith("<tr class=\"dead\"><td class=\"left\">EXPIRED</td><td>cp1</td>")
                .contains("/root/.kube/config", "2026-01-01 to 2026-11-21");
        assertThat(html()).contains("15 certificates on 1 node, as of 2026-11-21 03:00 UTC", "<b>1</b>expired</li>");
    }

    @Test
    void barsLieWhereTheirTimeIs() {
        client("CN=half", Issued.NOW.minus(Duration.ofDays(3650)), Issued.NOW.plus(Duration.ofDays(3650)));
        String row = rows(html()).get(14);
        assertThat(row).contains("class=\"bar before beyond\"", "left:0.00%;width:100.00%", "end inside");
        assertThat(html()).contains("--now: 45.00%").contains(">2026-07</i>").contains(">today</i>");
    }

    @Test
    void urgencyIsSaidInWordsToo() {
        client("CN=soon", Issued.FROM, Issued.NOW.plus(Duration.ofDays(3)));
        assertThat(html()).contains("<td class=\"left\">3 d</td>", "<b>1</b>within 30 days");
        client("CN=early", Issued.NOW.plusSeconds(60), Issued.TO);
        assertThat(html()).contains("<b>1</b>not yet valid", "<b>Error on cp1:</b> /root/.kube/config");
    }

    @Test
    void whatNodesSayIsNoMarkup() {
        node.kubeconfig("/home/<img src=x onerror='alert(1)'>&\"/.kube/config", node.client("ops"));
        assertThat(html())
                .contains("&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;&quot;")
                .doesNotContain("<img");
    }

    @Test
    void nothingElseIsFetched() {
        assertThat(html()).contains("default-src 'none'").doesNotContainPattern("https?://|src=|href=|url\\(|@import");
    }
}
