package io.daytwo.etcd.snapshot;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Daemon threads for one call. Closing interrupts what still runs and waits for it, so that files can be closed. */
final class Workers implements AutoCloseable {
    private static final Duration LONGEST_FSYNC = Duration.ofMinutes(2);

    private final ExecutorService threads;

    /** Something without a result. */
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    Workers(String name) {
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "daytwo-" + name);
            thread.setDaemon(true);
            return thread;
        });
    }

    <T> Future<T> submit(Callable<T> work) {
        return threads.submit(work);
    }

    Future<?> start(Work work) {
        return threads.submit(() -> {
            work.run();
            return true;
        });
    }

    /** Waits for an end; what failed there fails here. */
    static void await(Future<?> future) throws IOException, InterruptedException {
        Object unused = join(future);
    }

    /** Waits for a result; what failed there fails here. */
    static <T> T join(Future<T> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException failure) {
                throw failure;
            }
            if (cause instanceof RuntimeException failure) {
                throw failure;
            }
            if (cause instanceof Error failure) {
                throw failure;
            }
            throw new IOException(cause);
        } catch (CancellationException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            boolean unused = threads.awaitTermination(LONGEST_FSYNC.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
