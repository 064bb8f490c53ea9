package io.daytwo.manifests.pki;

import io.daytwo.node.NodeExecutor;
import io.daytwo.retry.WaitInterruptedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Looks at several ports of a node side by side. */
final class TlsGlances {
    private TlsGlances() {}

    /** What each shows, in their order; empty where nothing was seen in time. */
    static List<Optional<X509Certificate>> at(NodeExecutor node, List<ServingPort> ports, Duration patience) {
        List<TlsGlance> glances =
                ports.stream().map(port -> new TlsGlance(node, port, patience)).toList();
        ExecutorService threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "daytwo-glance " + node.name());
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Optional<X509Certificate>> shown = new ArrayList<>();
            for (Future<Optional<X509Certificate>> glance :
                    threads.invokeAll(glances, patience.toNanos(), TimeUnit.NANOSECONDS)) {
                shown.add(outcome(glance));
            }
            return shown;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WaitInterruptedException.of("the certificates that " + node.name() + " serves", e);
        } finally {
            threads.shutdownNow();
            glances.forEach(TlsGlances::cut);
        }
    }

    private static Optional<X509Certificate> outcome(Future<Optional<X509Certificate>> glance)
            throws InterruptedException {
        try {
            return glance.get();
        } catch (CancellationException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        }
    }

    private static void cut(TlsGlance glance) {
        try {
            glance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
