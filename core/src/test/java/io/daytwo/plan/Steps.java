package io.daytwo.plan;

import io.daytwo.node.Command;
import io.daytwo.node.NodeExecutor;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** Steps on the folders of {@link FolderNode}. */
final class Steps {
    private static final String REPLACE = "cat > \"$1.part\" && mv \"$1.part\" \"$1\"";

    private Steps() {}

    static String read(NodeExecutor node, String path) {
        return node.files().exists(path) ? new String(node.files().read(path, 1 << 20), StandardCharsets.UTF_8) : "";
    }

    /** Not idempotent: every execution adds a line. */
    record Count(String node0, String path, String body, Probe probe) implements Step {
        static Count of(String node, String path, Probe probe) {
            return new Count(node, path, "echo ran >> \"$1\"", probe);
        }

        @Override
        public String id() {
            return node0 + path;
        }

        @Override
        public String title() {
            return "count in " + path;
        }

        @Override
        public Optional<String> node() {
            return Optional.of(node0);
        }

        Command command() {
            return Command.changing("sh", "-c", body, "count", path);
        }

        @Override
        public StepState check(StepContext context) {
            String now = read(context.node(node0), path);
            return now.isEmpty()
                    ? StepState.Needed.of(new Change.Run(node0, command()))
                    : new StepState.Done("counted " + now.lines().count());
        }

        @Override
        public void apply(StepContext context) {
            probe.at("inside " + id());
            context.node(node0).run(command()).orThrow();
            probe.at("inside, after " + id());
        }
    }

    /** Writes one token, the same on every node, although each attempt would make another. */
    record Token(String node0, Probe probe) implements Step {
        @Override
        public String id() {
            return node0 + "/token";
        }

        @Override
        public String title() {
            return "the run's token";
        }

        @Override
        public Optional<String> node() {
            return Optional.of(node0);
        }

        @Override
        public StepState check(StepContext context) {
            String now = read(context.node(node0), "/srv/token");
            boolean same =
                    !now.isEmpty() && context.fact("token").filter(now::equals).isPresent();
            return same
                    ? new StepState.Done("token is there")
                    : StepState.Needed.of(Change.FileDiff.between(node0, "/srv/token", now, "a token\n"));
        }

        @Override
        public void apply(StepContext context) {
            String token = context.keep("token", () -> UUID.randomUUID() + "\n");
            probe.at("inside " + id());
            context.node(node0)
                    .run(Command.changing("sh", "-c", REPLACE, "put", "/srv/token")
                            .stdin(token))
                    .orThrow();
        }
    }
}
