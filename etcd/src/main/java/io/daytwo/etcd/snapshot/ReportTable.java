package io.daytwo.etcd.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report as a table: a name and a value a line. */
final class ReportTable {
    private final List<String> lines = new ArrayList<>();

    private ReportTable() {}

    static String of(SnapshotReport report) {
        ReportTable table = new ReportTable();
        table.line("verdict", report.verdict() + (report.verdict() == Verdict.INTACT ? "" : " (no SHA-256 behind it)"));
        table.line("hash", String.format(Locale.ROOT, "%08x", report.hash()));
        table.line("revision", report.revision());
        table.line("compacted to", report.compactRevision() < 0 ? "never" : report.compactRevision());
        table.line("keys", report.totalKeys());
        table.line("records", report.totalRecords());
        table.line("size", report.totalSize() + " bytes");
        table.line("sha256", report.sha256());
        table.line("storage version", orNone(report.version()));
        table.line("cluster version", orNone(report.clusterVersion()));
        table.line("members", members(report.members()));
        table.line("leases", report.leases());
        table.line("auth", report.authEnabled() ? "on" : "off");
        table.line("alarms", alarms(report.alarms()));
        if (!report.downgradeTarget().isEmpty()) {
            table.line("downgrade to", report.downgradeTarget());
        }
        return String.join("\n", table.lines);
    }

    private void line(String name, Object value) {
        lines.add(String.format(Locale.ROOT, "%-16s %s", name, value));
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "not recorded" : text;
    }

    private static String members(List<RecordedMember> members) {
        return members.isEmpty()
                ? "not recorded"
                : members.stream()
                        .map(member -> (member.name().isEmpty() ? member.hexId() : member.name())
                                + (member.learner() ? " (learner)" : ""))
                        .collect(Collectors.joining(", "));
    }

    private static String alarms(List<RecordedAlarm> alarms) {
        return alarms.isEmpty()
                ? "none"
                : alarms.stream()
                        .map(alarm -> alarm.type() + " of " + Long.toHexString(alarm.memberId()))
                        .collect(Collectors.joining(", "));
    }
}
