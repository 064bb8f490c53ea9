package io.daytwo.manifests.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_clientAuth;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as Chromium shows it: {@code ./verify} runs this where it is installed. Pictures stay in target/page. */
@Tag("browser")
class CertificatePageInBrowserTest {
    private static final Path PICTURES = Path.of("target", "page").toAbsolutePath();
    private static final int ROWS = 3 * 14 + 1;

    @TempDir
    private Path folder;

    private Path page;

    @BeforeEach
    void threeControlPlanesOfWhichOneNeedsHelp() throws IOException {
        ControlPlaneNode sick = new ControlPlaneNode("cp2");
        sick.kubeconfig(
                "/root/.kube/config",
                sick.kubernetes.leaf("CN=old", Issued.FROM, Issued.NOW.minus(Duration.ofDays(20)), id_kp_clientAuth));
        sick.put(
                "apiserver-etcd-client",
                sick.etcd.leaf("CN=soon", Issued.FROM, Issued.NOW.plus(Duration.ofDays(9)), id_kp_clientAuth));
        sick.put("front-proxy-ca", Issued.authority("front-proxy-ca", Issued.p256(), Issued.FROM, Issued.FAR));
        sick.files.openToAll(ControlPlaneNode.PKI + "etcd/ca.key");
        sick.files.clockError(Duration.ofMinutes(7));
        List<NodeCertificates> nodes = Stream.of(new ControlPlaneNode("cp1"), sick, new ControlPlaneNode("cp3"))
                .map(ControlPlaneNode::certificates)
                .toList();
        page = folder.resolve("certificates.html");
        Files.writeString(
                page,
                CertificateReport.of(nodes, Clock.fixed(Issued.NOW, ZoneOffset.UTC))
                        .html());
        Files.createDirectories(PICTURES);
    }

    @CanIgnoreReturnValue
    private CommandResult chromium(String url, String... more) {
        List<String> words = Stream.concat(
                        Stream.of(
                                "chromium",
                                "--headless=new",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--hide-scrollbars",
                                "--enable-logging=stderr",
                                "--user-data-dir=" + folder.resolve("profile"),
                                "--window-size=1500,1750"),
                        Stream.concat(Stream.of(more), Stream.of(url)))
                .toList();
        CommandResult result = NodeExecutor.local()
                .run(Command.changing(words.toArray(String[]::new))
                        .environment("HOME", folder.toString())
                        .timeout(Duration.ofMinutes(2)))
                .orThrow();
        assertThat(result.stderr())
                .as("what scripts and the page's policy complain of")
                .doesNotContain("CONSOLE");
        return result;
    }

    private static long shown(String dom) {
        return Stream.of(dom.split("<tr class=\"", -1))
                .skip(1)
                .filter(row -> !row.substring(0, row.indexOf('>')).contains("hidden"))
                .count();
    }

    @Test
    void showsEveryRowWithoutAScriptError() {
        String dom = chromium(page.toUri().toString(), "--dump-dom").stdout();
        assertThat(shown(dom)).isEqualTo(ROWS);
        assertThat(dom).contains("as of 2026-11-21 03:00 UTC").contains("The clock of cp2");
    }

    @Test
    void itsScriptFiltersRows() {
        assertThat(shown(chromium(page.toUri() + "#cp3 etcd", "--dump-dom").stdout()))
                .isEqualTo(5);
    }

    @Test
    void picturesAreKept() throws IOException {
        for (String scheme : List.of("light", "dark")) {
            Path picture = PICTURES.resolve("certificates-" + scheme + ".png");
            Files.deleteIfExists(picture);
            chromium(
                    page.toUri().toString(),
                    "--screenshot=" + picture,
                    "--blink-settings=preferredColorScheme=" + (scheme.equals("dark") ? 0 : 1));
            assertThat(picture).isNotEmptyFile();
        }
        Path print = PICTURES.resolve("certificates.pdf");
        chromium(page.toUri().toString(), "--no-pdf-header-footer", "--print-to-pdf=" + print);
        assertThat(print).isNotEmptyFile();
    }
}
