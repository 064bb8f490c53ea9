package io.daytwo.etcd;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Asks several members at the same moment, so that what they say can be compared. */
final class Simultaneously {
    private Simultaneously() {}

    /**
     * Asks all and waits for all; the questions have deadlines of their own.
     *
     * @param subjects whom
     * @param question what; its exception comes out of here
     * @return the answers, in the order of the subjects
     * @throws EtcdInterruptedException when interrupted
     */
    static <S, A> List<A> ask(List<S> subjects, Function<S, A> question) {
        if (subjects.isEmpty()) {
            return List.of();
        }
        ExecutorService threads = Executors.newFixedThreadPool(subjects.size(), task -> {
            Thread thread = new Thread(task, "daytwo-etcd question");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Callable<A>> questions = new ArrayList<>();
            subjects.forEach(subject -> questions.add(() -> question.apply(subject)));
            List<A> answers = new ArrayList<>();
            for (Future<A> answer : threads.invokeAll(questions)) {
                answers.add(answer.get());
            }
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EtcdInterruptedException("Asking the members", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
