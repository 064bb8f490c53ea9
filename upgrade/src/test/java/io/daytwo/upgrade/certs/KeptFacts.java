package io.daytwo.upgrade.certs;

import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.StepContext;
import io.daytwo.progress.ProgressListener;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The facts of a run, and nothing else of it. */
final class KeptFacts implements StepContext {
    final Map<String, String> all = new TreeMap<>();

    @Override
    public NodeExecutor node(String name) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    public Optional<String> fact(String name) {
        return Optional.ofNullable(all.get(name));
    }

    @Override
    public String keep(String name, Supplier<String> first) {
        return all.computeIfAbsent(name, none -> first.get());
    }

    @Override
    public boolean isAccepted(String finding) {
        return false;
    }

    @Override
    public boolean isDowntimeAccepted() {
        return false;
    }

    @Override
    public ProgressListener progress() {
        return ProgressListener.none();
    }

    @Override
    public void note(String text) {}

    @Override
    public void checkpoint() {}
}
