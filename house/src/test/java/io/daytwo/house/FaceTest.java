package io.daytwo.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.daytwo.DayTwoException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** DESIGN §3: what the public face may show, how things are called, how errors look. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaceTest {
    private static final Pattern BANNED_ROOM =
            Pattern.compile(".*\\.(util|utils|common|helper|helpers|manager|impl)(\\..*)?");
    private static final Pattern BANNED_NAME =
            Pattern.compile("(.*Impl)|(Abstract.*)|(I[A-Z][a-z].*)|(.*(Util|Utils|Helper|Manager))");

    /** The doors for embedders: public methods that name a third party's type. */
    private static final Set<String> DOORS = Set.of(
            "io.daytwo.cluster.ClusterClient.of",
            "io.daytwo.retry.RetryPolicy.from",
            "io.daytwo.progress.ProgressListener.slf4j");

    private final JavaClasses all = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.daytwo");

    private Stream<JavaClass> api() {
        return all.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !type.getPackageName().contains(".internal"));
    }

    @Test
    void publicSignaturesShowOnlyTheJdkAndUs() {
        List<String> foreign = api().flatMap(type -> type.getCodeUnits().stream())
                .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(unit -> !DOORS.contains(unit.getOwner().getName() + "." + unit.getName()))
                .filter(unit -> signature(unit).anyMatch(FaceTest::isForeign))
                .map(JavaCodeUnit::getFullName)
                .toList();
        assertThat(foreign).isEmpty();
    }

    private static Stream<JavaClass> signature(JavaCodeUnit unit) {
        return Stream.concat(unit.getParameterTypes().stream(), Stream.of(unit.getReturnType()))
                .map(JavaType::toErasure)
                .map(JavaClass::getBaseComponentType);
    }

    private static boolean isForeign(JavaClass type) {
        String name = type.getPackageName();
        boolean ours = name.startsWith("io.daytwo") && !name.contains(".internal");
        return !type.isPrimitive() && !name.startsWith("java.") && !ours;
    }

    @Test
    void namesSayWhatThingsAre() {
        assertThat(all).allSatisfy(type -> {
            assertThat(type.getPackageName()).doesNotMatch(BANNED_ROOM);
            assertThat(type.getSimpleName()).doesNotMatch(BANNED_NAME);
        });
    }

    @Test
    void accessorsHaveNoGet() {
        List<String> getters = api().flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(method -> method.getName().matches("get[A-Z].*"))
                .map(JavaCodeUnit::getFullName)
                .toList();
        assertThat(getters).isEmpty();
    }

    @Test
    void errorsAreOursAndOnlyOurRoomsMakeThem() {
        List<JavaClass> errors =
                api().filter(type -> type.isAssignableTo(Throwable.class)).toList();
        assertThat(errors).isNotEmpty().allSatisfy(error -> {
            assertThat(error.isAssignableTo(DayTwoException.class)).isTrue();
            assertThat(error.getConstructors())
                    .noneSatisfy(made -> assertThat(made.getModifiers()).contains(JavaModifier.PUBLIC));
        });
    }

    @Test
    void noStaticStateCanChange() {
        List<String> mutable = all.stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                .filter(field -> !field.getModifiers().contains(JavaModifier.FINAL))
                .map(field -> field.getFullName())
                .filter(name -> !name.contains("$SWITCH_TABLE$") && !name.contains("$jacoco"))
                .toList();
        assertThat(mutable).isEmpty();
    }

    @Test
    void everyRoomIsNullMarkedAndSaysWhatItIsFor() {
        List<java.nio.file.Path> rooms = Sources.main().stream()
                .map(java.nio.file.Path::getParent)
                .distinct()
                .toList();
        assertThat(rooms)
                .isNotEmpty()
                .allSatisfy(room -> assertThat(room.resolve("package-info.java"))
                        .content()
                        .startsWith("/**")
                        .contains("@" + NullMarked.class.getSimpleName(), "@CheckReturnValue"));
    }
}
