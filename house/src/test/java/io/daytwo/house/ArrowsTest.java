package io.daytwo.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** DESIGN §1: which room may know which. A package missing in the table fails the test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArrowsTest {
    private static final String ROOT = "io.daytwo";
    private static final List<String> ANYWHERE = List.of(
            "java..",
            "javax.crypto..",
            "javax.net..",
            "javax.security..",
            "org.slf4j..",
            "org.jspecify..",
            "com.google.errorprone.annotations..");

    /** Package to the packages of ours it may use, the root aside, which all may use. */
    private static final Map<String, List<String>> OURS = Map.ofEntries(
            Map.entry("", List.of()),
            Map.entry(".node", List.of(".progress", ".retry")),
            Map.entry(".cluster", List.of(".retry")),
            Map.entry(".plan", List.of(".cluster", ".node", ".progress", ".retry")),
            Map.entry(".progress", List.of()),
            Map.entry(".retry", List.of()),
            Map.entry(".testkit", List.of(".node", ".progress")),
            Map.entry(".manifests", List.of(".node", ".plan", ".progress", ".retry")),
            Map.entry(".manifests.pki", List.of(".node", ".progress", ".retry", ".manifests")),
            Map.entry(
                    ".etcd",
                    List.of(
                            ".node",
                            ".plan",
                            ".progress",
                            ".retry",
                            ".manifests",
                            ".manifests.pki",
                            ".etcd.snapshot",
                            ".etcd.internal.proto")),
            Map.entry(
                    ".etcd.snapshot",
                    List.of(
                            ".progress",
                            ".etcd.internal.bbolt",
                            ".etcd.internal.wal",
                            ".etcd.internal.mvcc",
                            ".etcd.internal.proto")),
            Map.entry(
                    ".upgrade.certs",
                    List.of(".cluster", ".node", ".plan", ".retry", ".manifests", ".manifests.pki", ".etcd")),
            Map.entry(".etcd.internal.bbolt", List.of()),
            Map.entry(".etcd.internal.wal", List.of(".etcd.internal.proto", ".etcd.internal.mvcc")),
            Map.entry(".etcd.internal.mvcc", List.of(".etcd.internal.proto", ".etcd.internal.bbolt")),
            Map.entry(".etcd.internal.proto", List.of()));

    /** Third party to the only packages that import it. */
    private static final Map<String, Set<String>> THEIRS = Map.of(
            "io.github.resilience4j..", Set.of(".retry"),
            "com.jcraft.jsch..", Set.of(".node"),
            "io.fabric8..", Set.of(".cluster"),
            "org.snakeyaml..", Set.of(".cluster", ".manifests"),
            "com.google.gson..",
                    Set.of(
                            ".cluster",
                            ".plan",
                            ".manifests.pki",
                            ".etcd",
                            ".etcd.snapshot",
                            ".etcd.internal.mvcc",
                            ".etcd.internal.wal"),
            "com.google.protobuf..", Set.of(".etcd"),
            "io.grpc..", Set.of(".etcd"),
            "io.etcd..", Set.of(".etcd"),
            "org.junit.jupiter..", Set.of(".testkit"),
            "org.assertj..", Set.of(".testkit"));

    private final JavaClasses all = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT)
            .that(describe("not package-info", type -> !type.getSimpleName().equals("package-info")));

    @Test
    void everyRoomIsInTheTable() {
        Set<String> rooms = all.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
        assertThat(rooms).isNotEmpty().allSatisfy(room -> assertThat(OURS).containsKey(room.substring(ROOT.length())));
    }

    @Test
    void arrowsPointOneWay() {
        OURS.forEach((room, uses) -> classes()
                .that()
                .resideInAPackage(ROOT + room)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed(room, uses)))
                .allowEmptyShould(true)
                .check(all));
    }

    private static String[] allowed(String room, List<String> uses) {
        List<String> packages = new ArrayList<>(ANYWHERE);
        packages.add(ROOT);
        packages.add(ROOT + room);
        uses.forEach(use -> packages.add(ROOT + use));
        THEIRS.forEach((library, importers) -> {
            if (importers.contains(room)) {
                packages.add(library);
            }
        });
        return packages.toArray(String[]::new);
    }

    @Test
    void roomsHaveNoCycles() {
        SlicesRuleDefinition.slices()
                .matching("io.daytwo.(**)")
                .should()
                .beFreeOfCycles()
                .check(all);
    }

    /** Elsewhere made, a session would trust whom the library trusts; what is static in it is the whole JVM's. */
    @Test
    void sessionsOfSshAreMadeInOnePlaceEach() {
        assertThat(callersOf("com.jcraft.jsch.JSch", "<init>")).containsExactly("io.daytwo.node.SshHandshake");
        assertThat(callersOf("com.jcraft.jsch.JSch", "getSession")).containsExactly("io.daytwo.node.SshSession");
        assertThat(callersOf("com.jcraft.jsch.Session", "setHostKeyRepository"))
                .containsExactly("io.daytwo.node.SshSession");
        assertThat(callersOf("com.jcraft.jsch.Session", "setConfig")).containsExactly("io.daytwo.node.SshSession");
        for (String ofTheJvm : List.of("setConfig", "setLogger", "setHostKeyRepository", "setKnownHosts")) {
            assertThat(callersOf("com.jcraft.jsch.JSch", ofTheJvm)).isEmpty();
        }
    }

    private Set<String> callersOf(String type, String called) {
        return all.stream()
                .flatMap(caller -> caller.getCodeUnitCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().getName().equals(type))
                .filter(call -> call.getTarget().getName().equals(called))
                .map(call -> call.getOriginOwner().getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void nobodyPrintsExitsOrReadsTheEnvironment() {
        noClasses().should().callMethod(System.class, "exit", int.class).check(all);
        // Screen compares with it, to know a terminal
        noClasses()
                .that()
                .doNotHaveSimpleName("Screen")
                .should()
                .accessField(System.class, "out")
                .check(all);
        noClasses().should().accessField(System.class, "err").check(all);
        // SSH_AUTH_SOCK alone, which tells where the agent of ssh(1) listens
        noClasses()
                .that()
                .doNotHaveSimpleName("SshAgent")
                .should()
                .callMethod(System.class, "getenv", String.class)
                .check(all);
        noClasses().should().callMethod(Throwable.class, "printStackTrace").check(all);
    }
}
