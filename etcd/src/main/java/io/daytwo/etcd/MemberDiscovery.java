package io.daytwo.etcd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Asks all given endpoints at once for the member list. The first list that a majority confirmed wins; without quorum
 * there is none, and the list that one member remembers is taken.
 */
final class MemberDiscovery {
    private final List<MemberConnection> seeds;

    MemberDiscovery(List<MemberConnection> seeds) {
        this.seeds = List.copyOf(seeds);
    }

    MemberList members() {
        ExecutorService threads = Executors.newFixedThreadPool(seeds.size(), task -> {
            Thread thread = new Thread(task, "daytwo-etcd discovery");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<MemberList> answers = new ExecutorCompletionService<>(threads);
            List<Future<MemberList>> asked = new ArrayList<>();
            seeds.forEach(seed -> asked.add(answers.submit(() -> list(seed))));
            return best(answers, asked);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EtcdInterruptedException("Member list", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static MemberList best(CompletionService<MemberList> answers, List<Future<MemberList>> asked)
            throws InterruptedException {
        MemberList remembered = null;
        for (int i = 0; i < asked.size(); i++) {
            Future<MemberList> done = answers.take();
            Optional<MemberList> list = listOf(done);
            if (list.isPresent() && list.get().confirmed()) {
                return list.get();
            }
            remembered = list.orElse(remembered);
        }
        if (remembered != null) {
            return remembered;
        }
        throw together(asked);
    }

    private static Optional<MemberList> listOf(Future<MemberList> done) throws InterruptedException {
        try {
            return Optional.of(done.get());
        } catch (ExecutionException e) {
            return Optional.empty();
        }
    }

    /** One error about all endpoints, in the order they were given; another kind of error as it is. */
    private static RuntimeException together(List<Future<MemberList>> asked) throws InterruptedException {
        List<EndpointFailure> tried = new ArrayList<>();
        Throwable last = null;
        for (Future<MemberList> one : asked) {
            Throwable failure = failureOf(one);
            if (failure instanceof EtcdUnavailableException unavailable) {
                tried.addAll(unavailable.tried());
            } else if (failure instanceof RuntimeException other) {
                return other;
            }
            last = failure;
        }
        return new EtcdUnavailableException("Member list", tried, last);
    }

    private static @Nullable Throwable failureOf(Future<MemberList> one) throws InterruptedException {
        try {
            MemberList ignored = one.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private static MemberList list(MemberConnection connection) {
        MemberList remembered = connection.memberList(false);
        try {
            return connection.memberList(true);
        } catch (EtcdUnavailableException | EtcdRefusedException e) {
            return remembered;
        }
    }
}
