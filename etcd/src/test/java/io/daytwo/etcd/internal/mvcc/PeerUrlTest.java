package io.daytwo.etcd.internal.mvcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.11:2380",
                "https://etcd-0.etcd.svc.cluster.local:2380",
                "https://[fd00::11]:2380",
                "https://[fe80::1%25eth0]:2380",
                "unix:///run/etcd/peer",
                "unix://127.0.0.1:2100112345",
                "unixs://localhost:21001"
            })
    void takesWhatEtcdTakesAsItIs(String url) {
        assertThat(PeerUrl.parse(" " + url + " ").text()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://10.0.0.11:2380/",
                "https://10.0.0.11:2380/path",
                "https://10.0.0.11:2380?x=y",
                "https://10.0.0.11",
                "https://10.0.0.11:",
                "https://10.0.0.11:0",
                "https://10.0.0.11:65536",
                "https://fd00::11:2380",
                "https://:2380",
                "https://user@10.0.0.11:2380",
                "10.0.0.11:2380",
                "ftp://10.0.0.11:2380",
                "unix:peer",
                "unix://",
                "https://a,b:2380",
                "https://a b:2380",
                ""
            })
    void refusesWhatEtcdRefusesOrReadsDifferently(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PeerUrl.parse(url))
                .withMessageContaining("peer URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTPS://Host:2380"})
    void lowersTheSchemeAsGoDoesAndNothingElse(String url) {
        assertThat(PeerUrl.parse(url).text()).isEqualTo("https://Host:2380");
    }
}
