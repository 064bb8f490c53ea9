package io.daytwo.etcd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The members as a table, with the columns of {@code etcdctl endpoint status -w table} behind the name. */
final class StatusTable {
    private static final List<String> COLUMNS = List.of(
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
    private static final double MEGABYTE = 1e6;

    private StatusTable() {}

    static String of(List<MemberHealth> members) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(COLUMNS);
        members.forEach(member -> rows.add(row(member)));
        int[] widths = IntStream.range(0, COLUMNS.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        String rule = IntStream.of(widths)
                .mapToObj(width -> "-".repeat(width + 2))
                .collect(Collectors.joining("+", "+", "+" + System.lineSeparator()));
        String head = rule + line(COLUMNS, widths) + rule;
        String body = rows.stream().skip(1).map(row -> line(row, widths)).collect(Collectors.joining());
        return head + body + rule;
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> row.get(column)
                        + " ".repeat(widths[column] - row.get(column).length()))
                .collect(Collectors.joining(" | ", "| ", " |" + System.lineSeparator()));
    }

    private static List<String> row(MemberHealth health) {
        EtcdMember member = health.member();
        return health.status()
                .map(status -> List.of(
                        member.name(),
                        status.endpoint(),
                        member.hexId(),
                        status.version(),
                        status.storageVersion().orElse(""),
                        bytes(status.dbSize()),
                        bytes(status.dbSizeInUse()),
                        status.dbSizeQuota().isPresent()
                                ? bytes(status.dbSizeQuota().getAsLong())
                                : "",
                        String.valueOf(status.leads()),
                        String.valueOf(status.learner()),
                        String.valueOf(status.raftTerm()),
                        String.valueOf(status.raftIndex()),
                        String.valueOf(status.raftAppliedIndex()),
                        String.join(", ", status.errors()).strip()))
                .orElseGet(() -> unanswered(health));
    }

    private static List<String> unanswered(MemberHealth health) {
        List<String> row = new ArrayList<>(COLUMNS.stream().map(column -> "").toList());
        row.set(0, health.member().name());
        row.set(1, String.join(",", health.member().clientUrls()));
        row.set(2, health.member().hexId());
        row.set(COLUMNS.indexOf("IS LEARNER"), String.valueOf(health.member().learner()));
        row.set(
                COLUMNS.size() - 1,
                health.problems().stream()
                        .map(problem -> problem.kind().name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ")));
        return row;
    }

    /** Decimal units, as etcdctl prints them. */
    private static String bytes(long bytes) {
        if (bytes < MEGABYTE) {
            return String.format(Locale.ROOT, "%.0f kB", bytes / 1e3);
        }
        return bytes < 1e9
                ? String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE)
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
