package io.daytwo.etcd.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutantFactoryIT {
    private static final int SAMPLE = 3_000;

    @TempDir
    private Path folder;

    @Test
    void basesAreSoundAndMutantsRepeatable() throws IOException {
        new BaseSnapshots(folder, Oracle.built()).write();
        List<Base> bases;
        try (Stream<Path> files = Files.list(folder)) {
            bases = files.sorted().map(Base::read).toList();
        }
        assertThat(bases)
                .hasSize(6)
                .allSatisfy(base -> assertThat(base.content().length).isLessThan(100_000))
                .allSatisfy(
                        base -> assertThat(MutantFactory.sha256(base.content())).isEqualTo(base.trailer()))
                .allSatisfy(base -> Tool.run(
                                EtcdRelease.LINE_3_6.etcdutl(), "snapshot", "status", folder.resolve(base.name()))
                        .ok());
        assertThat(bases).anySatisfy(base -> assertThat(base.map().levels()).isEqualTo(3));
        assertThat(bases)
                .anySatisfy(base ->
                        assertThat(base.map().fields(MutationKind.PROTOBUF)).isNotEmpty());
        MutantFactory factory = new MutantFactory(bases, 1);
        MutantFactory again = new MutantFactory(bases, 1);
        Set<MutationKind> kinds = EnumSet.noneOf(MutationKind.class);
        long unhashed = LongStream.range(0, SAMPLE)
                .mapToObj(number -> {
                    Mutant mutant = factory.make(number);
                    kinds.add(mutant.kind());
                    assertThat(Arrays.equals(mutant.file(), again.make(number).file()))
                            .isTrue();
                    return mutant;
                })
                .filter(mutant -> mutant.trailer() != Trailer.KEPT)
                .count();
        assertThat(kinds).containsExactlyInAnyOrder(MutationKind.values());
        assertThat(unhashed).isGreaterThan(SAMPLE / 2);
    }
}
