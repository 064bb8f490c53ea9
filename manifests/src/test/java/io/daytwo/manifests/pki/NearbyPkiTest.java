package io.daytwo.manifests.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_clientAuth;

import io.daytwo.manifests.pki.Misassignment.Kind;
import io.daytwo.node.FileStat;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the certificates around the given files add to a diagnosis, and what is left to say without them. */
class NearbyPkiTest {
    private static final Clock CLOCK = Clock.fixed(Issued.NOW, ZoneOffset.UTC);
    private static final String CA = "etcd/ca.crt";
    private static final String CLIENT = "etcd/healthcheck-client.crt";
    private static final String CLIENT_KEY = "etcd/healthcheck-client.key";

    @TempDir
    static Path shared;

    private static KubeadmFolder folder;

    @TempDir
    Path root;

    @BeforeAll
    static void writePki() {
        folder = KubeadmFolder.in(shared.resolve("pki"));
    }

    private List<Misassignment> findings(String ca, String certificate, String key) {
        return folder.credentials(ca, certificate, key).misassigned(CLOCK);
    }

    @Test
    void aCaSharedWithKubernetesIsNoMistakeByItsNameAlone() throws IOException {
        Issued shared = Issued.authority("kubernetes");
        shared.writeTo(root.resolve("external"), "ca");
        shared.leaf("CN=x", id_kp_clientAuth).writeTo(root.resolve("external"), "client");
        String external = root.resolve("external").toString();
        Misassignment finding = findings(external + "/ca.crt", external + "/client.crt", external + "/client.key")
                .get(0);
        assertThat(finding.kind()).isEqualTo(Kind.CA_NAMED_LIKE_ANOTHER_HIERARCHY);
        assertThat(finding.isBlocking()).isFalse();
        Files.createDirectories(root.resolve("external/etcd"));
        Files.copy(root.resolve("external/ca.crt"), root.resolve("external/etcd/ca.crt"));
        assertThat(findings(external + "/etcd/ca.crt", external + "/client.crt", external + "/client.key"))
                .isEmpty();
    }

    @Test
    void withoutOtherCertificatesNearbyFilesAreStillToldApart() throws IOException {
        for (String name : List.of("server.crt", "ca.key", "server.key")) {
            Files.copy(folder.path("etcd/" + name), root.resolve(name));
        }
        assertThat(findings(root + "/server.crt", root + "/ca.key", root + "/server.key"))
                .extracting(Misassignment::kind)
                .containsExactly(Kind.CERTIFICATE_AS_CA, Kind.KEY_AS_CERTIFICATE);
        Files.copy(folder.path("etcd/ca.crt"), root.resolve("ca.crt"));
        assertThat(findings(root + "/server.crt", root + "/ca.key", root + "/server.key"))
                .extracting(Misassignment::kind)
                .containsExactly(Kind.CERTIFICATE_AS_CA, Kind.CA_KEY_AS_CERTIFICATE);
    }

    @Test
    void whereAllIsWellNothingElseIsRead() {
        NodeFiles local = NodeExecutor.local().files();
        List<String> read = new ArrayList<>();
        NodeFiles counted = new NodeFiles() {
            @Override
            public byte[] read(String path, long maxBytes) {
                read.add(path);
                return local.read(path, maxBytes);
            }

            @Override
            public Optional<FileStat> stat(String path) {
                return local.stat(path);
            }

            @Override
            public List<String> list(String dir) {
                return local.list(dir);
            }
        };
        List<String> paths =
                List.of(folder.pki() + "/" + CA, folder.pki() + "/" + CLIENT, folder.pki() + "/" + CLIENT_KEY);
        ClientCredentials.read(counted, paths.get(0), paths.get(1), paths.get(2))
                .orThrow(CLOCK);
        assertThat(read).isEqualTo(paths);
    }
}
