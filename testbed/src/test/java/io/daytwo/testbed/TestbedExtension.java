package io.daytwo.testbed;

import io.daytwo.node.CommandResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A clean cluster before each story, its logs after a failure, and nothing left after the last one. */
final class TestbedExtension implements ExecutionCondition, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(TestbedExtension.class);

    private final TestbedScript script = new TestbedScript();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing = script.missing();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("a cluster can be had");
        }
        System.out.println("story: " + context.getDisplayName() + ": skipped: " + missing.get());
        return ConditionEvaluationResult.disabled(missing.get());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Testbed shape = context.getRequiredTestClass().getAnnotation(Testbed.class);
        List<String> fresh = new ArrayList<>(
                List.of("fresh", Integer.toString(shape.controlPlanes()), Integer.toString(shape.workers())));
        if (shape.externalEtcds() > 0) {
            fresh.addAll(List.of("--external-etcd", Integer.toString(shape.externalEtcds())));
        }
        // Ended once, after the last story of all.
        var unused = context.getRoot().getStore(OURS).computeIfAbsent("down", key ->
                (AutoCloseable) () -> script.ok("down"));
        long started = System.nanoTime();
        System.out.println("story: " + story(context) + ": testbed " + String.join(" ", fresh));
        script.ok(fresh.toArray(String[]::new));
        ClusterUnderTest cluster = new ClusterUnderTest(script, story(context));
        cluster.say("clean cluster after "
                + Duration.ofNanos(System.nanoTime() - started).toSeconds() + " s");
        context.getStore(OURS).put(ClusterUnderTest.class, cluster);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            collectLogs(context);
        }
    }

    /** A failure here must not hide the story's. */
    private void collectLogs(ExtensionContext context) {
        Path folder = Path.of("target", "stories", story(context)).toAbsolutePath();
        CommandResult result = script.run(Duration.ofMinutes(5), List.of("logs", folder.toString()));
        System.out.println("story: " + story(context) + ": FAILED, all logs in " + folder
                + (result.isSuccess() ? "" : " (not all: " + result.stderr().strip() + ")"));
    }

    private static String story(ExtensionContext context) {
        return context.getRequiredTestClass().getSimpleName().replaceFirst("Story$", "") + "."
                + context.getRequiredTestMethod().getName();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ClusterUnderTest.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(OURS).get(ClusterUnderTest.class);
    }
}
