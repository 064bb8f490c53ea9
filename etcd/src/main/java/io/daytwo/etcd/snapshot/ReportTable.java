package io.daytwo.etcd.snapshot;

import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;

/**
 * A report as a table: a name and a value a line. Without formats and streams, whose start costs more than the table.
 */
final class ReportTable {
    private static final int WIDTH = 16;

    private final StringBuilder text = new StringBuilder(600);

    private ReportTable() {}

    static String of(SnapshotReport report) {
        ReportTable table = new ReportTable();
        table.line("verdict", report.verdict() == Verdict.INTACT ? "INTACT" : "UNHASHED (no SHA-256 behind it)");
        table.line("hash", HexFormat.of().toHexDigits((int) report.hash()));
        table.line("revision", Long.toString(report.revision()));
        table.line("compacted to", report.compactRevision() < 0 ? "never" : Long.toString(report.compactRevision()));
        table.line("keys", Long.toString(report.totalKeys()));
        table.line("records", Long.toString(report.totalRecords()));
        table.line("bytes", Long.toString(report.totalSize()));
        table.line("sha256", report.sha256());
        table.line("storage version", orNone(report.version()));
        table.line("cluster version", orNone(report.clusterVersion()));
        table.line("members", members(report.members()));
        table.line("leases", Long.toString(report.leases()));
        table.line("auth", report.authEnabled() ? "on" : "off");
        table.line("alarms", alarms(report.alarms()));
        if (!report.downgradeTarget().isEmpty()) {
            table.line("downgrade to", report.downgradeTarget());
        }
        return table.text.toString();
    }

    private void line(String name, String value) {
        if (text.length() > 0) {
            text.append('\n');
        }
        text.append(name).append(" ".repeat(WIDTH - name.length())).append(value);
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "not recorded" : text;
    }

    private static String members(List<RecordedMember> members) {
        StringJoiner names = new StringJoiner(", ");
        for (RecordedMember member : members) {
            String name = member.name().isEmpty() ? member.hexId() : member.name();
            names.add(member.learner() ? name.concat(" (learner)") : name);
        }
        return members.isEmpty() ? "not recorded" : names.toString();
    }

    private static String alarms(List<RecordedAlarm> alarms) {
        StringJoiner raised = new StringJoiner(", ");
        for (RecordedAlarm alarm : alarms) {
            raised.add(alarm.type().concat(" of ").concat(Long.toHexString(alarm.memberId())));
        }
        return alarms.isEmpty() ? "none" : raised.toString();
    }
}
