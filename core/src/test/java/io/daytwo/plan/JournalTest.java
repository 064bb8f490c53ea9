package io.daytwo.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import io.daytwo.plan.JournalException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    Path root;

    private TwoNodes two;
    private Path file;
    private final Fake good = new Fake("good");
    private final Fake bad = new Fake("bad");

    @BeforeEach
    void makeNodes() {
        two = new TwoNodes(root);
        file = root.resolve("run.journal");
        good.apply = context -> {
            good.state = new StepState.Done(context.keep("backup", () -> "/srv/backup-7"));
        };
    }

    private Plan plan() {
        return Plan.of("fakes", two.nodes, List.of(good, bad));
    }

    private void failMidway() {
        bad.apply = context -> {
            throw new IllegalStateException("not today");
        };
        assertThatThrownBy(() -> plan().run(two.options())).isInstanceOf(StepFailedException.class);
        bad.apply =
                context -> bad.state = new StepState.Done(context.fact("backup").orElse("no backup"));
    }

    private JournalException refusal(Plan plan) {
        JournalException refused = catchThrowableOfType(JournalException.class, () -> plan.run(two.options()));
        assertThat(bad.applied).isLessThanOrEqualTo(1);
        assertThat(refused.file()).isEqualTo(file.toString());
        return refused;
    }

    @Test
    void isWrittenForItsOwnerOnlyAndHoldsAnObjectALine() throws IOException {
        failMidway();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readAllLines(file))
                .allSatisfy(line -> assertThat(JournalLine.parse(line)).isPresent());
    }

    @Test
    void aFactIsTheSameInTheNextAttempt() {
        failMidway();
        assertThat(plan().run(two.options()).steps().get(1).evidence()).isEqualTo("/srv/backup-7");
    }

    @Test
    void aTornLastLineIsCutOff() throws IOException {
        failMidway();
        String whole = Files.readString(file);
        for (String torn : List.of("{\"rec", "\0\0\0", "{\"record\":\"fact\",\"name\":\"backup\",\"value\":\"x\"")) {
            Files.writeString(file, whole + torn);
            assertThat(JournalFile.peek(two.journal()).facts()).containsEntry("backup", "/srv/backup-7");
        }
        plan().run(two.options());
        assertThat(Files.readAllLines(file))
                .allSatisfy(line -> assertThat(JournalLine.parse(line)).isPresent());
        assertThat(Files.readString(file)).startsWith(whole);
    }

    @Test
    void everyPrefixIsAJournal() throws IOException {
        failMidway();
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            byte[] prefix = java.util.Arrays.copyOf(whole, length);
            assertThat(JournalContent.parse("f", prefix).wholeBytes()).isLessThanOrEqualTo(length);
        }
    }

    @Test
    void noFlippedBitGoesUnseen() throws IOException {
        failMidway();
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length - 1; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << (at % 8));
            JournalException seen =
                    catchThrowableOfType(JournalException.class, () -> JournalContent.parse("f", flipped));
            assertThat(seen).as("byte %d", at).isNotNull();
            assertThat(seen.kind()).isIn(Kind.CORRUPT, Kind.FOREIGN);
        }
    }

    @Test
    void aDamagedLineIsRefused() throws IOException {
        failMidway();
        Files.writeString(file, Files.readString(file).replace("/srv/backup-7", "/srv/backup-8"));
        assertThat(refusal(plan()).kind()).isEqualTo(Kind.CORRUPT);
    }

    @Test
    void anotherPlanIsRefusedWhileThisOneIsUnfinished() {
        failMidway();
        JournalException refused = refusal(plan().input("target", "v9"));
        assertThat(refused.kind()).isEqualTo(Kind.FOREIGN);
        plan().run(two.options());
        bad.state = StepState.Needed.of();
        assertThat(plan().input("target", "v9").run(two.options()).applied()).containsExactly("bad");
    }

    @Test
    void aNewRunOfAFinishedPlanKeepsFactsOfItsOwn() {
        failMidway();
        plan().run(two.options());
        good.state = StepState.Needed.of();
        good.apply = context -> good.state = new StepState.Done(context.keep("backup", () -> "/srv/backup-9"));
        assertThat(plan().run(two.options()).steps().get(0).evidence()).isEqualTo("/srv/backup-9");
    }

    @Test
    void aJournalOfANewerReleaseIsRefused() throws IOException {
        JsonObject newer = JournalRecord.plan(plan(), "x");
        newer.addProperty("format", 2);
        Files.writeString(file, JournalLine.of(newer));
        assertThat(refusal(plan()).kind()).isEqualTo(Kind.NEWER);
    }

    @Test
    void aFileThatIsNoJournalIsLeftAsItIs() throws IOException {
        Files.writeString(file, "root:x:0:0\n", StandardOpenOption.CREATE_NEW);
        assertThat(refusal(plan()).kind()).isEqualTo(Kind.FOREIGN);
        assertThat(file).hasContent("root:x:0:0\n");
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path elsewhere = Files.createFile(root.resolve("elsewhere"));
        Files.createSymbolicLink(file, elsewhere);
        assertThat(refusal(plan()).kind()).isEqualTo(Kind.FOREIGN);
        assertThat(elsewhere).isEmptyFile();
    }

    @Test
    void oneRunAtATimeHasIt() {
        try (JournalFile open = JournalFile.open(two.journal(), Probe.NONE)) {
            assertThat(open.content().isUnfinished()).isFalse();
            assertThat(refusal(plan()).kind()).isEqualTo(Kind.BUSY);
        }
    }

    @Test
    void theDefaultIsNamedAfterThePlan() {
        Path path = Journal.ofPlan(plan().print()).path();
        assertThat(path.getFileName()).hasToString(plan().fingerprint().substring(0, 12) + ".journal");
        assertThat(path.startsWith(System.getProperty("user.home"))).isTrue();
    }
}
