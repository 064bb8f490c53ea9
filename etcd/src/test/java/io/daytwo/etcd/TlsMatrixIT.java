package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daytwo.etcd.EndpointFailure.Reason;
import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.KubeadmPki;
import io.daytwo.etcd.rig.PemPair;
import io.daytwo.manifests.pki.CredentialsMisassignedException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way in which TLS can go wrong says which check failed, on whose side, within five seconds. */
class TlsMatrixIT {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void everyMismatchIsCalledByItsName(EtcdRelease release) {
        KubeadmPki pki = KubeadmPki.elliptic();
        PemPair client = pki.etcdClient();
        PemPair alien = KubeadmPki.elliptic().etcdClient();
        Instant now = Instant.now();
        PemPair expired = pki.leavesValid(now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)))
                .etcdClient();
        try (EtcdRig secure = EtcdRig.of(release).tls(pki).fast().start();
                EtcdRig plain = EtcdRig.of(release).fast().start()) {
            String url = secure.member("cp1").clientUrl();
            assertThat(ask(url, tls(pki.etcdCa(), client))).isEmpty();

            assertThat(ask(url, tls(pki.kubernetesCa(), client))).contains(Reason.UNKNOWN_CA);
            assertThat(ask(url, tls(alien, client))).contains(Reason.UNKNOWN_CA);
            assertThat(askThroughNode(url.replace("127.0.0.1", "10.9.9.9"), tls(pki.etcdCa(), client)))
                    .contains(Reason.HOST_NOT_IN_CERTIFICATE);
            assertThat(askThroughNode(url.replace("127.0.0.1", "cp1"), tls(pki.etcdCa(), client)))
                    .as("the certificate is for cp1 too, wherever the forwarded port is")
                    .isEmpty();
            assertThat(ask(url, tls(pki.etcdCa(), expired))).contains(Reason.CLIENT_CERTIFICATE_REJECTED);
            assertThat(ask(url, tls(pki.etcdCa(), alien))).contains(Reason.CLIENT_CERTIFICATE_REJECTED);
            assertThat(ask(url, Optional.of(new TlsMaterial(List.of(pki.etcdCa().certificate()), Optional.empty()))))
                    .contains(Reason.CLIENT_CERTIFICATE_MISSING);
            assertThat(ask(url.replace("https", "http"), Optional.empty())).contains(Reason.SERVER_SPEAKS_TLS);
            String plainUrl = plain.member("m1").clientUrl();
            assertThat(ask(plainUrl.replace("http", "https"), tls(pki.etcdCa(), client)))
                    .contains(Reason.SERVER_SPEAKS_PLAINTEXT);
            assertThat(ask(plain.member("m1").flag("listen-metrics-urls"), Optional.empty()))
                    .contains(Reason.NOT_ETCD);
            assertThat(ask("http://nosuch.invalid:2379", Optional.empty())).contains(Reason.UNKNOWN_HOST);
        }
    }

    @Test
    void aServerCertificateThatExpiredIsCalledSo() {
        KubeadmPki pki = KubeadmPki.elliptic();
        Instant now = Instant.now();
        KubeadmPki late = pki.leavesValid(now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)));
        KubeadmPki early = pki.leavesValid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(2)));
        for (KubeadmPki wrong : List.of(late, early)) {
            try (EtcdRig rig =
                    EtcdRig.of(EtcdRelease.LINE_3_6).tls(wrong).fast().start()) {
                assertThat(ask(rig.member("cp1").clientUrl(), tls(pki.etcdCa(), pki.etcdClient())))
                        .contains(Reason.SERVER_CERTIFICATE_EXPIRED);
            }
        }
    }

    @Test
    void unfitFilesAreDiagnosedBeforeAnyConnection() {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).tls().fast().start()) {
            Path pki = rig.node("cp1").pki().resolve("etcd");
            EtcdTls swapped =
                    EtcdTls.files(pki.resolve("healthcheck-client.crt"), pki.resolve("ca.key"), pki.resolve("ca.crt"));
            try (EtcdCluster cluster = EtcdCluster.at(List.of("https://127.0.0.1:1"), swapped)) {
                assertThatThrownBy(cluster::members)
                        .isInstanceOfSatisfying(
                                CredentialsMisassignedException.class,
                                wrong -> assertThat(wrong.misassignments()).isNotEmpty());
            }
            assertThat(swapped.toString()).contains("ca.key").doesNotContain("BEGIN");
        }
    }

    @Test
    void aPortThatNobodyListensOnRefuses() {
        assertThat(ask("http://127.0.0.1:1", Optional.empty())).contains(Reason.REFUSED);
    }

    private static Optional<TlsMaterial> tls(PemPair ca, PemPair client) {
        return Optional.of(new TlsMaterial(
                List.of(ca.certificate()),
                Optional.of(new TlsMaterial.Identity(List.of(client.certificate()), client.key()))));
    }

    private static Optional<Reason> ask(String url, Optional<TlsMaterial> tls) {
        return ask(url, tls, Route.direct());
    }

    private static Optional<Reason> askThroughNode(String url, Optional<TlsMaterial> tls) {
        return ask(url, tls, endpoint -> new Route.Way("127.0.0.1", endpoint.port(), () -> {}));
    }

    private static Optional<Reason> ask(String url, Optional<TlsMaterial> tls, Route route) {
        long began = System.nanoTime();
        try (MemberChannel channel = MemberChannel.open(Endpoint.parse(url), tls, route)) {
            MemberStatus ignored = new MemberConnection(channel, EtcdDeadlines.defaults()).status();
            return Optional.empty();
        } catch (EtcdUnavailableException e) {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LIMIT);
            assertThat(e.tried())
                    .singleElement()
                    .satisfies(tried -> assertThat(tried.endpoint()).isEqualTo(url));
            return Optional.of(e.tried().get(0).reason());
        }
    }
}
