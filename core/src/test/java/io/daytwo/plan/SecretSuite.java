package io.daytwo.plan;

import io.daytwo.node.Command;
import io.daytwo.node.NodeExecutor;
import io.daytwo.progress.ProgressListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * Operations that handle secrets, in a JVM of its own: {@code FOLDER SEED}. What their callers can see is printed:
 * every event, result, preview and error with its causes. Logs go to standard error.
 */
final class SecretSuite {
    private final TwoNodes two;
    private final StringWriter heard = new StringWriter();
    private final PrintWriter out = new PrintWriter(heard);
    private int journals;

    private SecretSuite(Path root) {
        two = new TwoNodes(root);
    }

    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        Map<String, String> secrets = Planted.secrets(Long.parseLong(args[1]));
        SecretSuite suite = new SecretSuite(root);
        LoggerFactory.getLogger(SecretSuite.class).trace("begins");
        suite.quietly(() -> NodeExecutor.local().run(Command.reading("sleep", "0.3")));
        for (int i = 0; i < Planted.KINDS.size(); i++) {
            suite.operation(i, secrets.get(Planted.KINDS.get(i)));
        }
        new SecretsOfClusters(secrets, root).all(suite::quietly);
        Files.writeString(root.resolve("heard.txt"), suite.heard.toString());
    }

    private void operation(int number, String secret) {
        switch (number % 6) {
            case 0 ->
                plan(Command.changing("sh", "-c", "sleep 0.2; cat >&2; exit 3").stdin(secret), secret);
            case 1 -> plan(Command.changing("sh", "-c", "echo $S >&2; exit 3").environment("S", secret), secret);
            case 2 -> missing(Command.reading("daytwo-no-such-program", "--token=" + secret), secret);
            case 3 -> notDone(Command.changing("daytwo-no-such-program", "--token", secret), secret);
            case 4 -> fanOut(Command.reading("sh", "-c", "cat >&2; exit 4").stdin("x" + secret + "x"), secret);
            default ->
                slow(
                        Command.reading("sh", "-c", "sleep 5")
                                .stdin(secret)
                                .environment("S", secret)
                                .timeout(Duration.ofMillis(200)),
                        secret);
        }
        lies(secret);
    }

    private RunOptions options() {
        ProgressListener all = ProgressListener.console(heard)
                .andThen(ProgressListener.jsonLines(heard))
                .andThen(ProgressListener.slf4j(LoggerFactory.getLogger("progress")))
                .andThen(event -> out.println(event));
        return RunOptions.defaults()
                .journal(Journal.at(two.root.resolve(journals++ + ".journal")))
                .onProgress(all);
    }

    /** A step that shows its command and runs it; the run fails. */
    private void plan(Command command, String secret) {
        Command careful = command.redacting(secret);
        Fake step = new Fake("a/step");
        step.node = Optional.of("a");
        step.state = StepState.Needed.of(new Change.Run("a", careful));
        step.apply = context -> {
            context.note("running " + careful);
            out.println(context.node("a").run(careful).orThrow());
        };
        Plan plan = Plan.of("step", two.nodes, List.of(step));
        preview(plan);
        quietly(() -> plan.run(options()));
    }

    /** Never a process: the arguments of one are seen by everybody. */
    private void missing(Command command, String secret) {
        Command careful = command.redacting(secret);
        Fake step = new Fake("a/step");
        step.state = StepState.Needed.of(new Change.Run("a", careful));
        step.apply = context -> out.println(NodeExecutor.local().run(careful));
        Plan plan = Plan.of("missing", two.nodes, List.of(step));
        preview(plan);
        quietly(() -> plan.run(options()));
    }

    private void preview(Plan plan) {
        PlanPreview preview = plan.preview(options());
        out.println(preview);
        out.println(preview.json());
        out.println(preview.markdown());
        preview.lines().forEach(out::println);
    }

    /** A step that still needs its command after it was applied. */
    private void notDone(Command command, String secret) {
        Fake step = new Fake("a/step");
        step.state = StepState.Needed.of(new Change.Run("a", command.redacting(secret)));
        step.apply = context -> {
            String fact = context.keep("length", () -> Integer.toString(secret.length()));
            step.state = StepState.Needed.of(new Change.Run("a", command.redacting(secret)));
            out.println(fact);
        };
        quietly(() -> Plan.of("not done", two.nodes, List.of(step)).run(options()));
    }

    private void fanOut(Command command, String secret) {
        FanOutResult<?> result = FanOut.over(two.nodes)
                .onProgress(event -> out.println(event + event.message()))
                .run("secret", node -> node.run(command.redacting(secret)).orThrow());
        out.println(result);
        quietly(result::orThrow);
    }

    private void slow(Command command, String secret) {
        quietly(() -> two.a.run(command.redacting(secret)).orThrow());
        Command shown = Command.reading("cat").stdin(secret).redacting(secret);
        out.println(two.a.run(shown));
        plan(Command.changing("sh", "-c", "cat; cat <<E >&2\n$S\nE\nexit 5").environment("S", secret), secret);
    }

    /** A check that tries to change something: the gate names the command. */
    private void lies(String secret) {
        Command hidden = Command.changing("touch", "/srv/" + secret).redacting(secret);
        quietly(() -> new ReadingNode(two.b).run(hidden));
    }

    /** Tells what a caller would see. */
    private void quietly(Supplier<?> work) {
        try {
            out.println(work.get());
        } catch (RuntimeException e) {
            e.printStackTrace(out);
            LoggerFactory.getLogger(SecretSuite.class).error("A caller logs it", e);
        }
    }

    static Path write(Path file, String content) {
        try {
            return Files.write(file, content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
