package io.daytwo.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.daytwo.node.Command;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Journal;
import io.daytwo.plan.Nodes;
import io.daytwo.plan.Plan;
import io.daytwo.plan.PlanPreview;
import io.daytwo.plan.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DESIGN §2: a preview leaves everything as it was, of every plan that can be made. */
class PreviewsTest {
    @TempDir
    Path root;

    /** Copies of a plan, made by a plan, are not counted. */
    private static Set<String> factories(JavaClasses classes) {
        return classes.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(method -> method.getRawReturnType().isEquivalentTo(Plan.class))
                .filter(method -> !method.getOwner().isEquivalentTo(Plan.class) || isStatic(method))
                .map(method -> method.getOwner().getName() + "." + method.getName())
                .collect(Collectors.toSet());
    }

    private static boolean isStatic(JavaMethod method) {
        return method.getModifiers().contains(JavaModifier.STATIC);
    }

    @Test
    void everyFactoryOfPlansHasAFixtureHere() {
        assertThat(PlanFixture.ALL)
                .containsOnlyKeys(factories(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.daytwo")));
    }

    /** What the search has to find. */
    public static final class Forgotten {
        private Forgotten() {}

        public static Plan plan(Path folder) {
            Command liar = Command.reading("sh", "-c", "echo more >> \"$1\"", "liar", folder + "/there");
            return Plan.of(
                    "a lie",
                    Nodes.of(NodeExecutor.local()),
                    List.of(new PlanFixture.Touch(folder.resolve("missing"), liar)));
        }
    }

    @Test
    void theSearchFindsAFactory() {
        assertThat(factories(new ClassFileImporter().importClasses(Forgotten.class)))
                .containsExactly(Forgotten.class.getName() + ".plan");
    }

    private Map<String, String> tree() {
        return Tree.of(root);
    }

    private PlanPreview preview(Plan plan) {
        return plan.preview(RunOptions.defaults().journal(Journal.at(root.resolve("run.journal"))));
    }

    @Test
    void aPreviewLeavesEveryByteAsItWas() throws IOException {
        for (Map.Entry<String, PlanFixture> each : PlanFixture.ALL.entrySet()) {
            Path folder = Files.createDirectory(root.resolve(each.getKey()));
            Plan plan = each.getValue().in(folder);
            Map<String, String> before = tree();
            PlanPreview preview = preview(plan);
            assertThat(tree()).as(each.getKey()).isEqualTo(before).isNotEmpty();
            assertThat(preview.isNothingToDo()).as(each.getKey()).isFalse();
        }
    }

    @Test
    void theComparisonSeesAStepThatLies() {
        Plan plan = Forgotten.plan(root);
        Map<String, String> before = tree();
        assertThat(preview(plan).isNothingToDo()).isFalse();
        assertThat(tree()).isNotEqualTo(before);
    }
}
