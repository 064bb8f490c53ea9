package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StatusTableTest {
    private static final EtcdMember CP1 =
            new EtcdMember(0x8e9e05c52164694dL, "cp1", List.of("https://p1:2380"), List.of("https://c1:2379"), false);
    private static final EtcdMember CP2 =
            new EtcdMember(0x91bc3c398fb3c146L, "cp2", List.of("https://p2:2380"), List.of("https://c2:2379"), true);

    private static final MemberStatus STATUS = new MemberStatus(
            "https://c1:2379",
            1,
            CP1.id(),
            "3.6.16",
            Optional.of("3.6.0"),
            12,
            20_480,
            16_384,
            OptionalLong.of(2_147_483_648L),
            CP1.id(),
            9,
            2,
            8,
            false,
            List.of("etcdserver: no leader"));

    @Test
    void printsAMemberOnALineUnderItsColumns() {
        String table = StatusTable.of(List.of(
                new MemberHealth(CP1, Optional.of(STATUS), 0, List.of()),
                new MemberHealth(
                        CP2, Optional.empty(), 0, List.of(new Problem(Problem.Kind.UNREACHABLE, "cp2 is away")))));

        assertThat(table.lines())
                .hasSize(6)
                .allSatisfy(line ->
                        assertThat(line).hasSameSizeAs(table.lines().findFirst().orElseThrow()));
        assertThat(cells(table, 1))
                .containsExactly(
                        "NAME",
                        "ENDPOINT",
                        "ID",
                        "VERSION",
                        "STORAGE VERSION",
                        "DB SIZE",
                        "IN USE",
                        "QUOTA",
                        "IS LEADER",
                        "IS LEARNER",
                        "RAFT TERM",
                        "RAFT INDEX",
                        "RAFT APPLIED INDEX",
                        "ERRORS");
        assertThat(cells(table, 3))
                .containsExactly(
                        "cp1",
                        "https://c1:2379",
                        "8e9e05c52164694d",
                        "3.6.16",
                        "3.6.0",
                        "20 kB",
                        "16 kB",
                        "2.1 GB",
                        "true",
                        "false",
                        "2",
                        "9",
                        "8",
                        "etcdserver: no leader");
        assertThat(cells(table, 4)).contains("cp2", "https://c2:2379", "91bc3c398fb3c146", "true", "unreachable");
    }

    private static List<String> cells(String table, int line) {
        String[] cells = table.lines().toList().get(line).split("\\|");
        return List.of(cells).subList(1, cells.length).stream()
                .map(String::strip)
                .toList();
    }
}
