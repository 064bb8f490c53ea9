package io.daytwo.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewTest {
    @TempDir
    Path root;

    private TwoNodes two;

    @BeforeEach
    void makeNodes() {
        two = new TwoNodes(root);
    }

    @Test
    void leavesTheNodesByteIdentical() {
        Map<String, String> before = two.tree(true);
        PlanPreview preview = two.plan().preview(two.options());
        assertThat(preview.isNothingToDo()).isFalse();
        assertThat(preview.blocked()).isEmpty();
        assertThat(two.tree(true)).isEqualTo(before);
        assertThat(two.a.changing).hasValue(0);
        assertThat(root.resolve("run.journal")).doesNotExist();
    }

    @Test
    void showsNothingToDoAfterTheRun() {
        two.plan().run(two.options());
        assertThat(two.plan().preview(two.options()).isNothingToDo()).isTrue();
    }

    @Test
    void refusesACheckThatChanges() {
        Step rogue = new Step() {
            @Override
            public String id() {
                return "rogue";
            }

            @Override
            public String title() {
                return "changes while looking";
            }

            @Override
            public StepState check(StepContext context) {
                Command secret = Command.changing("touch", "/srv/hunter2").redacting("hunter2");
                return new StepState.Done(context.node("a").run(secret).stdout());
            }

            @Override
            public void apply(StepContext context) {}
        };
        Plan plan = Plan.of("rogue", two.nodes, List.of(rogue));
        ChangeRefusedException refused =
                catchThrowableOfType(ChangeRefusedException.class, () -> plan.preview(two.options()));
        assertThat(refused.node()).isEqualTo("a");
        assertThat(refused.change()).isEqualTo("touch /srv/***");
        assertThat(root.resolve("a/srv")).isEmptyDirectory();
        assertThatThrownBy(() -> plan.run(two.options())).isInstanceOf(ChangeRefusedException.class);
    }

    private PlanPreview all() {
        Fake done = new Fake("a/backup");
        done.node = Optional.of("a");
        done.state = new StepState.Done("2 minutes old");
        Fake needed = new Fake("a/flags");
        needed.node = Optional.of("a");
        Command secret =
                Command.changing("kubeadm", "join", "--token", "s3cret").redacting("s3cret");
        needed.state = StepState.Needed.of(
                new Change.Run("a", secret),
                Change.FileDiff.between("a", "/etc/x", "one\ntwo\nthree\n", "one\n2\nthree\n"),
                new Change.ApiCall("patch", "node/a", "spec.unschedulable=true"));
        Fake later = new Fake("a/kubelet");
        later.state = new StepState.Unknown("a/flags");
        Fake blocked = new Fake("b/etcd");
        blocked.node = Optional.of("b");
        blocked.state = new StepState.Blocked("1 of 3 members is \u001b[31mdown|.", "Start it.");
        return Plan.of("all kinds", two.nodes, List.of(done, needed, later, blocked))
                .preview(two.options());
    }

    @Test
    void isATableForPeople() {
        PlanPreview preview = all();
        assertThat(preview.lines().subList(1, preview.lines().size()))
                .containsExactly(
                        "#  step       node  state    what",
                        "1  a/backup   a     done     title of a/backup",
                        "                               2 minutes old",
                        "2  a/flags    a     needed   title of a/flags",
                        "                               run kubeadm join --token ***",
                        "                               file /etc/x: -1 +1",
                        "                                 -two",
                        "                                 +2",
                        "                               patch node/a: spec.unschedulable=true",
                        "3  a/kubelet  -     later    title of a/kubelet",
                        "                               known after a/flags",
                        "4  b/etcd     b     BLOCKED  title of b/etcd",
                        "                               1 of 3 members is \u00b7[31mdown|.",
                        "                               Start it.",
                        "4 steps: 1 done, 1 needed, 1 known later, 1 BLOCKED: it will not run.");
        assertThat(preview.blocked()).extracting(PlanPreview.Row::id).containsExactly("b/etcd");
    }

    @Test
    void isJsonToo() {
        String json = all().json();
        assertThat(PreviewJson.fingerprint(json)).isEqualTo(all().fingerprint());
        assertThat(json).contains("\"state\": \"blocked\"", "\"-two\"").doesNotContain("s3cret");
        assertThatThrownBy(() -> RunOptions.defaults().reviewed("{}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RunOptions.defaults().reviewed("nonsense ["))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isMarkdownToo() {
        String text = all().markdown();
        assertThat(text).contains("| 1 | a/backup | a | done | title of a/backup<br>2 minutes old |", "    -two\n");
        assertThat(text).contains("down\\|.").doesNotContain("s3cret", "\u001b");
    }

    @Test
    void theFingerprintKnowsInputsNodesAndSteps() {
        Plan plan = two.plan();
        assertThat(plan.fingerprint()).isEqualTo(two.plan().fingerprint());
        assertThat(plan.input("target", "v3").fingerprint()).isNotEqualTo(plan.fingerprint());
        assertThat(Plan.of("t", two.nodes, List.of(new Fake("x"))).fingerprint())
                .isEqualTo(Plan.of("other title", two.nodes, List.of(new Fake("x")))
                        .fingerprint())
                .isNotEqualTo(Plan.of("t", two.nodes, List.of(new Fake("y"))).fingerprint());
        assertThatThrownBy(() -> Plan.of("t", two.nodes, List.of(new Fake("x"), new Fake("x"))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
