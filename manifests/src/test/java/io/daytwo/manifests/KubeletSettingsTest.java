package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubeletSettingsTest {
    private static final String FILE = "/var/lib/kubelet/config.yaml";

    private final InMemoryNode node = new InMemoryNode("cp1");

    @ParameterizedTest
    @CsvSource({"20s,20000", "1m30.5s,90500", "1h,3600000", "250ms,250", "2m1ms,120001"})
    void durationsAreReadAsGoWritesThem(String text, long millis) {
        assertThat(GoDuration.parse(text)).contains(Duration.ofMillis(millis));
        node.put(FILE, "staticPodPath: /srv/pods\nfileCheckFrequency: " + text + "\n");
        assertThat(KubeletSettings.of(node).fileCheckFrequency()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "0", "-5s", "20", "s", "\"\"", "1d"})
    void whatIsNoPeriodIsTheKubeletsDefault(String text) {
        node.put(FILE, "staticPodPath: /srv/pods\nfileCheckFrequency: " + text + "\n");
        assertThat(KubeletSettings.of(node).fileCheckFrequency()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void theRuntimesSocketIsFoundWhereKubeadmWritesIt() {
        node.put(FILE, "staticPodPath: /srv/pods\npodLogsDir: /srv/logs\n");
        assertThat(KubeletSettings.socket(node, KubeletSettings.of(node))).isEmpty();
        node.put("/var/lib/kubelet/instance-config.yaml", "containerRuntimeEndpoint: unix:///run/crio.sock\n");
        KubeletSettings settings = KubeletSettings.of(node);
        assertThat(KubeletSettings.socket(node, settings)).contains("unix:///run/crio.sock");
        assertThat(settings.podLogsDir()).isEqualTo("/srv/logs");
    }
}
