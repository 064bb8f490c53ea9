package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "https://10.0.0.11:2379, https://10.0.0.11:2379, true, 10.0.0.11, 2379",
        "HTTPS://cp1, https://cp1:2379, true, cp1, 2379",
        "http://etcd_1:1234/, http://etcd_1:1234, false, etcd_1, 1234",
        "https://[fd00::1]:2379, https://[fd00::1]:2379, true, fd00::1, 2379",
    })
    void readsClientUrls(String url, String canonical, boolean tls, String host, int port) {
        assertThat(Endpoint.parse(url)).isEqualTo(new Endpoint(canonical, tls, host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.11:2379",
                "unix://sock",
                "https://",
                "https://a:0",
                "https://a:65536",
                "https://a:2379/health",
                "https://user@a:2379",
                "https://a b:2379",
                "https://a:2379?x=1",
                ""
            })
    void refusesWhatIsNone(String url) {
        assertThatThrownBy(() -> Endpoint.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("endpoint");
    }
}
