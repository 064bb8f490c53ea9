package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.plan.Change;
import io.daytwo.plan.Nodes;
import io.daytwo.plan.Plan;
import io.daytwo.plan.Step;
import io.daytwo.plan.StepContext;
import io.daytwo.plan.StepState;
import io.daytwo.progress.PlanEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator's machine dies in the middle of a plan on real machines: the same journal ends it, and nothing is done
 * twice.
 */
@Testbed(controlPlanes = 1)
class KilledOperatorStory {
    @TempDir
    private Path folder;

    @Test
    void endsWhatAnotherProcessBeganAndDoesNothingTwice(ClusterUnderTest cluster)
            throws IOException, InterruptedException {
        Path journal = folder.resolve("marks.journal");
        assertThat(OperatorProcess.killed(MarkBoth.class, journal, PlanEvent.StepStarted.class, "cp1/mark"))
                .isEqualTo(OperatorProcess.KILLED);
        assertThat(marks(cluster, "lb")).isEqualTo("1");
        assertThat(marks(cluster, "cp1")).isEqualTo("0");

        assertThat(OperatorProcess.killed(MarkBoth.class, journal, PlanEvent.StepFinished.class, "cp1/mark"))
                .isEqualTo(OperatorProcess.KILLED);
        assertThat(marks(cluster, "cp1")).isEqualTo("1");

        assertThat(OperatorProcess.run(MarkBoth.class, journal)).isZero();
        assertThat(List.of(marks(cluster, "lb"), marks(cluster, "cp1"))).containsExactly("1", "1");
        cluster.say("killed twice, ended by the third process: each step was applied once");
    }

    private static String marks(ClusterUnderTest cluster, String machine) {
        return cluster.ssh("root@" + machine, "cat /var/lib/marks 2> /dev/null | wc -l")
                .strip();
    }

    static final class MarkBoth implements OperatorProcess.Operation {
        @Override
        public Plan plan(ClusterUnderTest cluster) {
            Nodes nodes = Nodes.of(
                    List.of("lb", "cp1"), machine -> cluster.node(machine).asRoot());
            return Plan.of("mark both", nodes, List.of(new Mark("lb"), new Mark("cp1")));
        }
    }

    /** Adds a line to a file: twice would show. */
    private record Mark(String machine) implements Step {
        @Override
        public String id() {
            return machine + "/mark";
        }

        @Override
        public String title() {
            return "mark " + machine;
        }

        @Override
        public Optional<String> node() {
            return Optional.of(machine);
        }

        @Override
        public StepState check(StepContext context) {
            CommandResult seen = context.node(machine).run(Command.reading("test", "-s", "/var/lib/marks"));
            return seen.isSuccess()
                    ? new StepState.Done("/var/lib/marks is there")
                    : StepState.Needed.of(new Change.Run(machine, add()));
        }

        @Override
        public void apply(StepContext context) {
            var unused = context.node(machine).run(add()).orThrow();
        }

        private static Command add() {
            return Command.changingShell("echo mark >> /var/lib/marks");
        }
    }
}
