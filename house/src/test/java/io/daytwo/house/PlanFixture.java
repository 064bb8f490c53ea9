package io.daytwo.house;

import io.daytwo.node.Command;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Change;
import io.daytwo.plan.Nodes;
import io.daytwo.plan.Plan;
import io.daytwo.plan.Step;
import io.daytwo.plan.StepContext;
import io.daytwo.plan.StepState;
import io.daytwo.testkit.FakeNode;
import io.daytwo.testkit.FakeReply;
import io.daytwo.upgrade.certs.CertRenewal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a plan of one factory, on a node whose files lie in a folder, so that there is something to be done. */
@FunctionalInterface
interface PlanFixture {
    /** Every public method that makes a plan, by {@code Class.method}. */
    Map<String, PlanFixture> ALL = Map.of(
            "io.daytwo.plan.Plan.of", PlanFixture::twoFiles,
            "io.daytwo.upgrade.certs.CertRenewal.plan", PlanFixture::emptyControlPlane);

    Plan in(Path folder);

    private static Plan twoFiles(Path folder) {
        return Plan.of(
                "two files",
                Nodes.of(NodeExecutor.local()),
                List.of(
                        new Touch(folder.resolve("there"), Command.reading("ls", "-l", folder.toString())),
                        new Touch(folder.resolve("missing"), Command.reading("df", folder.toString()))));
    }

    /** Its kubelet is dead, to begin with. */
    private static Plan emptyControlPlane(Path folder) {
        String name = new Touch(folder.resolve("missing"), Command.reading("true")).title();
        FakeNode node = FakeNode.named("cp1")
                .withPort("127.0.0.1", 10250, 1)
                .when(Command::isReading)
                .then(FakeReply.exiting(1, name))
                .when("date", "+%s")
                .thenPrint(Instant.now().getEpochSecond() + "\n");
        return CertRenewal.forNode(node).plan();
    }

    /** A step that looks with a command; a preview may run no other. */
    record Touch(Path file, Command look) implements Step {
        public Touch {
            try {
                Files.writeString(file.resolveSibling("there"), "content");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String id() {
            return "touch/" + file.getFileName();
        }

        @Override
        public String title() {
            return "touch " + file;
        }

        @Override
        public Optional<String> node() {
            return Optional.of("localhost");
        }

        private Command touch() {
            return Command.changing("touch", file.toString());
        }

        @Override
        public StepState check(StepContext context) {
            NodeExecutor node = context.node("localhost");
            String seen = node.run(look).orThrow().stdout();
            return node.files().exists(file.toString())
                    ? new StepState.Done("it is there: " + seen.length())
                    : StepState.Needed.of(new Change.Run("localhost", touch()));
        }

        @Override
        public void apply(StepContext context) {
            context.node("localhost").run(touch()).orThrow();
        }
    }
}
