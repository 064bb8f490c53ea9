package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The load is a judge: it must see what goes wrong. */
class LoadTest {
    @TempDir
    Path folder;

    private ConfigMapServer server;
    private Path link;

    @BeforeEach
    void start() throws IOException {
        server = new ConfigMapServer();
        link = Files.writeString(folder.resolve("operstate"), "up\n");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Load load() {
        HttpClient client = HttpClient.newHttpClient();
        return Load.start(List.of(new Api(server.endpoint(), client, new Cable(link))), 50);
    }

    @Test
    void findsEveryAcknowledgedWriteOfAnHonestServer() throws InterruptedException {
        try (Load load = load()) {
            TimeUnit.MILLISECONDS.sleep(600);
            LoadReport report = load.stop();
            assertThat(report.acknowledged()).isGreaterThan(20).isEqualTo(server.kept());
            assertThat(report.lost()).isEmpty();
            assertThat(report.availability()).isEqualTo(1);
        }
    }

    @Test
    void missesAWriteThatWasAcknowledgedAndNotKept() throws InterruptedException {
        server.forget("write-3");
        try (Load load = load()) {
            TimeUnit.MILLISECONDS.sleep(600);
            assertThat(load.stop().lost()).extracting(Write::number).containsExactly(3);
        }
    }

    @Test
    void countsRefusalsAndTheTimeWithoutAcknowledgement() throws InterruptedException {
        try (Load load = load()) {
            TimeUnit.MILLISECONDS.sleep(300);
            server.refuse(true);
            TimeUnit.MILLISECONDS.sleep(500);
            server.refuse(false);
            TimeUnit.MILLISECONDS.sleep(300);
            LoadReport report = load.stop();
            assertThat(report.longestGap()).isGreaterThan(Duration.ofMillis(450));
            assertThat(report.availability()).isBetween(0.1, 0.9);
            assertThat(report.errors()).containsOnlyKeys("status 503");
            assertThat(server.refused()).isEqualTo(report.writes().size() - report.acknowledged());
        }
    }

    @Test
    void sendsNothingWhenTheClusterIsNotThere() throws IOException {
        Files.writeString(link, "down\n");
        assertThatThrownBy(this::load).hasMessageContaining("nothing was sent");
        Files.delete(link);
        Api api = new Api(URI.create("http://192.0.2.1:1"), HttpClient.newHttpClient(), new Cable(link));
        assertThatThrownBy(() -> api.get("/")).hasMessageContaining("nothing was sent");
        assertThat(server.kept()).isZero();
    }
}
