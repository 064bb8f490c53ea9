package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.EtcdServer;
import io.daytwo.retry.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What connections leave behind, and how they behave when nobody answers. */
class ConnectionsIT {
    @Test
    void closingLeavesNoThreadAndNoSocket() {
        try (EtcdRig rig =
                EtcdRig.of(EtcdRelease.LINE_3_6).members(3).tls().fast().start()) {
            Path pki = rig.node("cp1").pki().resolve("etcd");
            EtcdTls tls = EtcdTls.files(
                    pki.resolve("ca.crt"),
                    pki.resolve("healthcheck-client.crt"),
                    pki.resolve("healthcheck-client.key"));
            rig.member("cp3").kill();
            Set<Thread> ofTheRig = liveThreads();
            work(rig.endpoints(), tls);
            Set<String> sockets = openSockets();
            Set<Thread> threads = liveThreads();
            for (int i = 0; i < 3; i++) {
                work(rig.endpoints(), tls);
            }

            Set<Thread> left = Await.forThat("threads to end")
                    .within(Duration.ofSeconds(5))
                    .until(ConnectionsIT::liveThreads, now -> threads.containsAll(now));
            assertThat(openSockets()).isEqualTo(sockets);
            left.removeAll(ofTheRig);
            assertThat(left)
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("daytwo-etcd") || name.startsWith("grpc-"));
        }
    }

    private static void work(List<String> endpoints, EtcdTls tls) {
        try (EtcdCluster cluster = EtcdCluster.at(endpoints, tls)) {
            assertThat(cluster.health().serving()).isTrue();
            assertThat(liveThreads()).extracting(Thread::getName).anyMatch(name -> name.startsWith("daytwo-etcd"));
        }
    }

    private static Set<Thread> liveThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("HttpClient"))
                .collect(Collectors.toSet());
    }

    /** Descriptors of this process that are sockets; the JDK's HTTP client of the rig keeps its own. */
    private static Set<String> openSockets() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(ConnectionsIT::target)
                    .filter(target -> target.startsWith("socket:"))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException goneMeanwhile) {
            return "";
        }
    }

    @Test
    void theErrorNamesEveryEndpointThatWasTried() {
        try (EtcdCluster cluster =
                EtcdCluster.at(List.of("http://127.0.0.1:1", "http://nosuch.invalid:2379"), EtcdTls.none())) {
            assertThatThrownBy(cluster::members).isInstanceOfSatisfying(EtcdUnavailableException.class, away -> {
                assertThat(away.tried())
                        .extracting(EndpointFailure::endpoint)
                        .containsExactly("http://127.0.0.1:1", "http://nosuch.invalid:2379");
                assertThat(away.tried())
                        .extracting(EndpointFailure::reason)
                        .containsExactly(EndpointFailure.Reason.REFUSED, EndpointFailure.Reason.UNKNOWN_HOST);
                assertThat(away.remedy()).isEqualTo(EndpointFailure.Reason.REFUSED.remedy());
            });
        }
    }

    @Test
    void aFrozenServerEndsTheCallAtItsDeadlineAndAnInterruptBefore() throws Exception {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).tls().fast().start()) {
            EtcdServer server = rig.member("cp1");
            Path pki = rig.node("cp1").pki().resolve("etcd");
            EtcdTls tls = EtcdTls.files(pki.resolve("ca.crt"), pki.resolve("server.crt"), pki.resolve("server.key"));
            server.pause();
            EtcdDeadlines limits = EtcdDeadlines.defaults().read(Duration.ofSeconds(1));
            try (EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), tls).deadlines(limits)) {
                long began = System.nanoTime();
                assertThatThrownBy(cluster::members)
                        .isInstanceOfSatisfying(
                                EtcdUnavailableException.class,
                                away -> assertThat(away.tried().get(0).reason())
                                        .isEqualTo(EndpointFailure.Reason.NO_ANSWER));
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
            }
            try (EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), tls)) {
                CompletableFuture<Throwable> ended = new CompletableFuture<>();
                CompletableFuture<Boolean> flag = new CompletableFuture<>();
                Thread waiting = new Thread(() -> {
                    try {
                        ended.completeExceptionally(new AssertionError(cluster.members()));
                    } catch (RuntimeException e) {
                        flag.complete(Thread.currentThread().isInterrupted());
                        ended.complete(e);
                    }
                });
                waiting.start();
                Thread.sleep(300);
                waiting.interrupt();
                assertThat(ended.get(2, TimeUnit.SECONDS)).isInstanceOf(EtcdInterruptedException.class);
                assertThat(flag.get()).isTrue();
            }
            server.resume();
        }
    }
}
