package io.daytwo.testbed;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Clients that together make so many ConfigMaps a second, each on a connection of its own, in turns. A write is due at
 * its moment whatever became of those before, is tried once, and has five seconds.
 */
final class Load implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String PATH = "/api/v1/namespaces/load/configmaps";

    private final List<Api> clients;
    private final Queue<Write> writes = new ConcurrentLinkedQueue<>();
    private final Phaser underway = new Phaser(1);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "load");
        thread.setDaemon(true);
        return thread;
    });
    private long started;
    private int next;

    private Load(List<Api> clients) {
        this.clients = List.copyOf(clients);
    }

    /** Makes the namespace and begins. */
    static Load start(List<Api> clients, int writesPerSecond) {
        Load load = new Load(clients);
        load.clients
                .get(0)
                .create(
                        "/api/v1/namespaces",
                        "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"load\"}}");
        load.started = System.nanoTime();
        long period = TimeUnit.SECONDS.toNanos(1) / writesPerSecond;
        var unused = load.clock.scheduleAtFixedRate(() -> load.write(period), 0, period, TimeUnit.NANOSECONDS);
        return load;
    }

    private void write(long period) {
        int number = next++;
        long due = started + number * period;
        underway.register();
        try {
            var unused = clients.get(number % clients.size())
                    .tryCreate(PATH, configMap(number), LIMIT)
                    .whenComplete((status, failure) -> done(number, due, outcome(status, failure)));
        } catch (RuntimeException e) { // no cable: nothing was sent
            done(number, due, e.toString());
        }
    }

    private void done(int number, long due, String error) {
        long now = System.nanoTime();
        writes.add(new Write(number, Duration.ofNanos(now - started), Duration.ofNanos(now - due), error));
        underway.arriveAndDeregister();
    }

    private static String outcome(Integer status, Throwable failure) {
        if (failure == null) {
            return status == 201 ? "" : "status " + status;
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    private static String configMap(int number) {
        return "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"" + name(number)
                + "\"}, \"data\": {\"number\": \"" + number + "\"}}";
    }

    private static String name(int number) {
        return "write-" + number;
    }

    /** Ends it, waits for the last answers and reads back what was acknowledged. The cluster must serve by now. */
    LoadReport stop() {
        Duration lasted = Duration.ofNanos(System.nanoTime() - started);
        close();
        underway.arriveAndAwaitAdvance();
        Set<String> there = new HashSet<>();
        for (JsonElement item : clients.get(0).list(PATH)) {
            JsonObject map = item.getAsJsonObject();
            if (map.has("data")) {
                there.add(map.getAsJsonObject("metadata").get("name").getAsString() + "="
                        + map.getAsJsonObject("data").get("number"));
            }
        }
        List<Write> lost = writes.stream()
                .filter(Write::acknowledged)
                .filter(write -> !there.contains(name(write.number()) + "=\"" + write.number() + "\""))
                .toList();
        return new LoadReport(lasted, List.copyOf(writes), lost);
    }

    /** Ends it without a question asked. */
    @Override
    public void close() {
        clock.shutdownNow();
        try {
            if (!clock.awaitTermination(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the load's clock did not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
