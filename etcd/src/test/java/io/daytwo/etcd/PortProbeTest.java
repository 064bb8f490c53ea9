package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PortProbeTest {
    /** The head of a handshake record of 16 KiB. */
    private static final byte[] PROMISE = {0x16, 3, 3, 0x40, 0};

    @Test
    void aPeerThatDripsBytesDoesNotHoldItForHours() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread dripping = new Thread(() -> drip(server));
            dripping.setDaemon(true);
            dripping.start();
            PortProbe probe = new PortProbe(new Route.Way("127.0.0.1", server.getLocalPort(), () -> {}));
            long began = System.nanoTime();
            assertThat(probe.speaksTls()).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
        }
    }

    private static void drip(ServerSocket server) {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            out.write(PROMISE);
            for (int i = 0; i < 20; i++) {
                out.write(0);
                out.flush();
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (IOException | InterruptedException e) {
            // The probe hung up, which is what the test waits for.
        }
    }
}
