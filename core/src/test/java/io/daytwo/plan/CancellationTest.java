package io.daytwo.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CancellationTest {
    @TempDir
    Path root;

    private TwoNodes two;
    private final Cancellation token = Cancellation.token();
    private final Fake first = new Fake("first");
    private final Fake second = new Fake("second");

    @BeforeEach
    void makeNodes() {
        two = new TwoNodes(root);
    }

    private Plan plan() {
        return Plan.of("fakes", two.nodes, List.of(first, second));
    }

    private PlanCancelledException stopped(RunOptions options) {
        return catchThrowableOfType(PlanCancelledException.class, () -> plan().run(options));
    }

    @Test
    void stopsAtTheNextBoundaryAndSaysWhere() throws IOException {
        first.apply = context -> {
            token.cancel("shift is over");
            first.state = new StepState.Done("finished all the same");
        };
        PlanCancelledException stopped = stopped(two.options().cancelledBy(token));
        assertThat(stopped.step()).isEqualTo("second");
        assertThat(stopped.isWithinStep()).isFalse();
        assertThat(stopped.reason()).isEqualTo("shift is over");
        assertThat(Files.readString(stopped.journal())).contains("\"stopped\"");
        assertThat(second.applied).isZero();
        assertThat(two.lockOf("a")).endsWith(" free\n");
        assertThat(plan().run(two.options()).applied()).containsExactly("second");
    }

    @Test
    void aLongStepHasBoundariesOfItsOwn() {
        first.apply = context -> {
            context.checkpoint();
            token.cancel("enough");
            context.checkpoint();
            first.state = new StepState.Done("too late");
        };
        PlanCancelledException stopped = stopped(two.options().cancelledBy(token));
        assertThat(stopped.step()).isEqualTo("first");
        assertThat(stopped.isWithinStep()).isTrue();
    }

    @Test
    void anInterruptStopsTheRunAndStaysSet() {
        first.apply = context -> {
            first.state = new StepState.Done("finished all the same");
            Thread.currentThread().interrupt();
        };
        PlanCancelledException stopped = stopped(two.options());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopped.step()).isEqualTo("second");
        assertThat(two.lockOf("a")).endsWith(" free\n");
        assertThat(two.lockOf("b")).endsWith(" free\n");
    }

    @Test
    void asksBeforeTheFirstChangeOfEachNodeAndOnlyThen() {
        List<String> asked = new ArrayList<>();
        first.node = Optional.of("a");
        second.node = Optional.of("b");
        PlanCancelledException stopped = stopped(two.options().beforeNode(node -> {
            asked.add(node);
            return node.equals("a");
        }));
        assertThat(asked).containsExactly("a", "b");
        assertThat(stopped.step()).isEqualTo("second");
        assertThat(first.applied).isEqualTo(1);
        assertThat(second.applied).isZero();
    }

    @Test
    void whatChangedDuringALongApprovalIsSeenAndApprovalsAreWrittenDown() throws IOException {
        first.node = Optional.of("a");
        RunOptions options = two.options().beforeNode(node -> {
            first.state = new StepState.Done("by somebody else, meanwhile");
            return true;
        });
        PlanResult result = plan().run(options);
        assertThat(result.applied()).containsExactly("second");
        assertThat(first.applied).isZero();
        assertThat(Files.readString(result.journal())).contains("\"record\":\"approved\",\"node\":\"a\"");
    }

    @Test
    void anApprovalThatThrowsChangesNothing() {
        first.node = Optional.of("a");
        RunOptions options = two.options().beforeNode(node -> {
            throw new IllegalStateException("pager is down");
        });
        StepFailedException failed = catchThrowableOfType(StepFailedException.class, () -> plan().run(options));
        assertThat(failed.effect()).isEqualTo(StepFailedException.Effect.NOTHING);
        assertThat(failed).hasRootCauseMessage("pager is down");
        assertThat(first.applied).isZero();
    }
}
