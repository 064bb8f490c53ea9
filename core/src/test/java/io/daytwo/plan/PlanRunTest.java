package io.daytwo.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.Command;
import io.daytwo.node.CommandFailedException;
import io.daytwo.plan.StepFailedException.Effect;
import io.daytwo.progress.PlanEvent;
import io.daytwo.progress.ProgressEvent;
import io.daytwo.progress.ProgressListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanRunTest {
    @TempDir
    Path root;

    private TwoNodes two;
    private final Fake first = new Fake("first");
    private final Fake second = new Fake("second");

    @BeforeEach
    void makeNodes() {
        two = new TwoNodes(root);
    }

    private Plan plan() {
        return Plan.of("fakes", two.nodes, List.of(first, second));
    }

    private List<String> journal() {
        try {
            return Files.readAllLines(root.resolve("run.journal"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StepFailedException failure() {
        return catchThrowableOfType(StepFailedException.class, () -> plan().run(two.options()));
    }

    @Test
    void appliesWhatIsNeededAndSkipsWhatIsDone() {
        first.state = new StepState.Done("was so");
        PlanResult result = plan().run(two.options());
        assertThat(result.applied()).containsExactly("second");
        assertThat(result.steps()).extracting(PlanResult.StepResult::evidence).containsExactly("was so", "applied");
        assertThat(result.journal()).isEqualTo(root.resolve("run.journal"));
    }

    @Test
    void aBlockedStepKeepsAllOthersFromRunning() {
        second.state = new StepState.Blocked("The disk is full.", "Make room.");
        PlanBlockedException blocked =
                catchThrowableOfType(PlanBlockedException.class, () -> plan().run(two.options()));
        assertThat(blocked.reasons())
                .containsExactly(new PlanBlockedException.Reason("second", "The disk is full.", "Make room."));
        assertThat(blocked.remedy()).isEqualTo("Make room.");
        assertThat(first.applied).isZero();
        assertThat(two.a.changing).hasValue(0);
    }

    @Test
    void whatBeginsIsInTheJournalBefore() {
        List<String> seen = new ArrayList<>();
        first.apply = context -> {
            seen.addAll(journal());
            first.state = new StepState.Done("applied");
        };
        assertThat(plan().run(two.options()).applied()).hasSize(2);
        assertThat(seen.get(seen.size() - 1)).contains(JournalRecord.STARTED, "first");
    }

    @Test
    void aStepThatIsNotDoneAfterwardsHasFailedWhateverItsCommandsSaid() {
        first.apply = context -> context.node("a").run(Command.changing("true")).orThrow();
        StepFailedException failed = failure();
        assertThat(failed.step()).isEqualTo("first");
        assertThat(failed.effect()).isEqualTo(Effect.PARTIAL);
        assertThat(failed.journal()).isEqualTo(root.resolve("run.journal"));
        assertThat(second.applied).isZero();
        assertThat(two.lockOf("a")).endsWith(" free\n");
    }

    @Test
    void aStepThatDidNotEvenBeginChangedNothing() {
        first.apply = context -> {
            throw new IllegalStateException("no template");
        };
        StepFailedException failed = failure();
        assertThat(failed.effect()).isEqualTo(Effect.NOTHING);
        assertThat(failed).hasRootCauseMessage("no template");
    }

    @Test
    void aCommandWhoseOutcomeIsUnknownMakesTheEffectUnknown() {
        Command slow = Command.changing("sleep", "5").timeout(java.time.Duration.ofMillis(100));
        first.apply = context -> context.node("a").run(slow).orThrow();
        StepFailedException failed = failure();
        assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(failed.getCause())
                .isInstanceOfSatisfying(
                        CommandFailedException.class,
                        lost -> assertThat(lost.command()).isEqualTo(slow));
        assertThat(failed.remedy()).contains("same journal");
    }

    /** On a console: the problem where it happens, what to do at the end, each once; the error says both. */
    @Test
    void whatFailedIsSaidOnceAndSoIsWhatToDo() {
        Command command = Command.changing("sh", "-c", "cat >&2; exit 3").stdin("no space left");
        first.apply = context -> context.node("a").run(command).orThrow();
        StringBuilder console = new StringBuilder();
        RunOptions options = two.options().onProgress(ProgressListener.console(console));
        StepFailedException failed = catchThrowableOfType(StepFailedException.class, () -> plan().run(options));
        String remedy = ((CommandFailedException) failed.getCause()).remedy();
        assertThat(failed.remedy()).startsWith(remedy);
        assertThat(failed.getMessage()).containsOnlyOnce("no space left").containsOnlyOnce(remedy);
        assertThat(console.toString()).containsOnlyOnce("no space left").containsOnlyOnce(remedy);
        assertThat(console.toString().lines().toList().get(0)).startsWith("fakes: 2 steps, journal ");
        assertThat(console.toString()).endsWith(failed.withoutProblem() + System.lineSeparator());
    }

    @Test
    void anUnknownOutcomeIsJudgedByTheState() {
        first.apply = context -> {
            first.state = new StepState.Done("it had worked");
            context.node("a")
                    .run(Command.changing("sleep", "5").timeout(java.time.Duration.ofMillis(100)))
                    .orThrow();
        };
        assertThat(plan().run(two.options()).applied()).containsExactly("first", "second");
    }

    @Test
    void whatFailedIsContinuedByTheSameJournal() {
        second.apply = context -> {
            throw new IllegalStateException("once");
        };
        assertThat(failure().step()).isEqualTo("second");
        second.apply = context -> second.state = new StepState.Done("now");
        assertThat(plan().run(two.options()).applied()).containsExactly("second");
        assertThat(first.applied).isEqualTo(1);
    }

    @Test
    void aThrowingListenerStopsNothing() {
        RunOptions options = two.options().onProgress(event -> {
            throw new IllegalStateException("screen is gone");
        });
        assertThat(plan().run(options).applied()).hasSize(2);
    }

    @Test
    void tellsWhatHappensInOrder() {
        List<ProgressEvent> heard = new ArrayList<>();
        first.apply = context -> {
            context.note("half-way");
            first.state = new StepState.Done("yes");
        };
        second.state = new StepState.Done("was so");
        plan().run(two.options().onProgress(heard::add));
        assertThat(heard)
                .extracting(event -> (Object) event.getClass())
                .containsExactly(
                        PlanEvent.PlanStarted.class,
                        PlanEvent.StepStarted.class,
                        PlanEvent.StepNoted.class,
                        PlanEvent.StepFinished.class,
                        PlanEvent.StepSkipped.class,
                        PlanEvent.PlanFinished.class);
        assertThat(heard.get(1)).isEqualTo(new PlanEvent.StepStarted("first", "title of first", 1, 2));
    }

    @Test
    void aSecretOfACommandIsNowhere() throws IOException {
        List<String> heard = new ArrayList<>();
        Command join =
                Command.changing("sh", "-c", "echo bad hunter2 >&2; exit 3").redacting("hunter2");
        first.state = StepState.Needed.of(new Change.Run("a", join));
        first.apply = context -> context.node("a").run(join).orThrow();
        StepFailedException failed = catchThrowableOfType(
                StepFailedException.class,
                () -> plan().run(two.options().onProgress(event -> heard.add(event.toString() + event.message()))));
        assertThat(failed.getMessage()).contains("bad ***").doesNotContain("hunter2");
        assertThat(heard).isNotEmpty().noneMatch(text -> text.contains("hunter2"));
        assertThat(Files.readString(root.resolve("run.journal"))).doesNotContain("hunter2");
        assertThat(two.tree(true).values()).noneMatch(text -> text.contains("hunter2"));
        assertThat(plan().preview(two.options()).json()).contains("***").doesNotContain("hunter2");
    }

    @Test
    void findingsAreAcceptedByNameAndWrittenDown() throws IOException {
        List<Boolean> answers = new ArrayList<>();
        first.apply = context -> {
            answers.add(context.isAccepted("SystemVerification"));
            answers.add(context.isAccepted("Swap"));
            first.state = new StepState.Done("yes");
        };
        plan().run(two.options().accepting("SystemVerification"));
        assertThat(answers).containsExactly(true, false);
        assertThat(Files.readString(root.resolve("run.journal"))).contains("\"accepted\":[\"SystemVerification\"]");
    }

    @Test
    void runsOnlyThePlanThatWasReviewed() {
        String review = plan().preview(two.options()).json();
        Plan other = plan().input("target", "v9");
        assertThatThrownBy(() -> other.run(two.options().reviewed(review))).isInstanceOf(PlanBlockedException.class);
        assertThat(first.applied).isZero();
        assertThat(plan().run(two.options().reviewed(review)).applied()).hasSize(2);
    }

    @Test
    void aSafeguardIsAskedAgainRightBeforeTheStep() {
        List<String> asked = new ArrayList<>();
        second.disruptions.add(new Disruption(
                (node, component) -> {
                    asked.add(node + " " + component + " after " + first.applied);
                    return first.applied == 0
                            ? new Safeguard.Yes()
                            : new Safeguard.No("1 of 3 members is down.", "Start it.");
                },
                "a",
                "etcd"));
        StepFailedException failed = failure();
        assertThat(asked).containsExactly("a etcd after 0", "a etcd after 1");
        assertThat(failed.effect()).isEqualTo(Effect.NOTHING);
        assertThat(failed.remedy()).startsWith("Start it.");
        assertThat(second.applied).isZero();
    }

    @Test
    void whatNothingCanReplaceIsAwayOnlyWithConsent() {
        first.disruptions.add(
                new Disruption((node, component) -> new Safeguard.Downtime("The only member."), "a", "etcd"));
        assertThatThrownBy(() -> plan().run(two.options()))
                .isInstanceOfSatisfying(
                        PlanBlockedException.class,
                        blocked -> assertThat(blocked.remedy()).contains("acceptDowntime()"));
        assertThat(plan().run(two.options().acceptDowntime()).applied()).hasSize(2);
    }
}
