package io.daytwo.manifests.pki;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** The certificates of some nodes for people and for machines, what expires first at the top. Immutable. */
public final class CertificateReport {
    private static final int FORMAT = 1;

    private final List<NodeCertificate> certificates;
    private final List<Misassignment> findings;
    private final Instant now;

    private CertificateReport(List<NodeCertificate> certificates, List<Misassignment> findings, Instant now) {
        this.certificates = certificates;
        this.findings = findings;
        this.now = now;
    }

    /**
     * Brings together what was read on some nodes.
     *
     * @param nodes in any order
     * @return their report, as of now
     */
    public static CertificateReport of(List<NodeCertificates> nodes) {
        return of(nodes, Clock.systemUTC());
    }

    static CertificateReport of(List<NodeCertificates> nodes, Clock clock) {
        return new CertificateReport(
                nodes.stream()
                        .flatMap(node -> node.all().stream())
                        .sorted(Comparator.comparing(NodeCertificate::notAfter)
                                .thenComparing(NodeCertificate::node)
                                .thenComparing(NodeCertificate::name))
                        .toList(),
                nodes.stream().flatMap(node -> node.misassigned().stream()).toList(),
                clock.instant());
    }

    /**
     * {@return a table: node, name, what is left, when it expires, its key, who signed it, where it lies; then the
     * findings}
     */
    public List<String> lines() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("node", "certificate", "left", "expires", "key", "signed by", "file"));
        certificates.forEach(one -> rows.add(List.of(
                one.node(),
                one.name(),
                left(one),
                one.notAfter().truncatedTo(ChronoUnit.SECONDS).toString(),
                key(one),
                one.issuer(),
                one.path())));
        List<String> lines = new ArrayList<>(aligned(rows));
        findings.forEach(finding -> lines.add("! " + finding));
        return List.copyOf(lines);
    }

    private String left(NodeCertificate one) {
        Duration left = one.remaining(now);
        if (left.isNegative()) {
            return "EXPIRED";
        }
        return left.toDays() > 0 ? left.toDays() + " d" : left.toHours() + " h";
    }

    private static String key(NodeCertificate one) {
        return switch (one.key()) {
            case MATCHES -> "ok";
            case DIFFERS -> "OF ANOTHER";
            case UNREADABLE -> "UNREADABLE";
            case ABSENT -> one.isAuthority() ? "external" : "none";
        };
    }

    private static List<String> aligned(List<List<String>> rows) {
        int last = rows.get(0).size() - 1;
        int[] widths = new int[last];
        for (List<String> row : rows) {
            for (int i = 0; i < last; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream()
                .map(row -> {
                    StringBuilder line = new StringBuilder();
                    for (int i = 0; i < last; i++) {
                        line.append(row.get(i))
                                .append(" ".repeat(widths[i] - row.get(i).length() + 2));
                    }
                    return line.append(row.get(last)).toString();
                })
                .toList();
    }

    /**
     * {@return {@code format} (1), {@code at}, {@code certificates} with the fields of {@link NodeCertificate}, and
     * {@code findings} with those of {@link Misassignment}; no key material}
     */
    public String json() {
        JsonObject report = new JsonObject();
        report.addProperty("format", FORMAT);
        report.addProperty("at", now.toString());
        report.add("certificates", array(certificates, CertificateReport::json));
        report.add("findings", array(findings, CertificateReport::json));
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(report);
    }

    private static JsonObject json(NodeCertificate one) {
        JsonObject json = new JsonObject();
        json.addProperty("node", one.node());
        json.addProperty("name", one.name());
        json.addProperty("path", one.path());
        json.addProperty("subject", one.subject());
        json.addProperty("issuer", one.issuer());
        json.addProperty("serial", one.certificate().getSerialNumber().toString(16));
        json.addProperty("notBefore", one.notBefore().toString());
        json.addProperty("notAfter", one.notAfter().toString());
        json.addProperty("authority", one.isAuthority());
        json.addProperty("key", one.key().name());
        json.add("subjectAlternativeNames", array(one.subjectAlternativeNames(), JsonPrimitive::new));
        json.add("usedBy", array(one.usedBy(), JsonPrimitive::new));
        return json;
    }

    private static JsonObject json(Misassignment finding) {
        JsonObject json = new JsonObject();
        json.addProperty("kind", finding.kind().name());
        json.addProperty("path", finding.path());
        json.addProperty("problem", finding.problem());
        json.addProperty("remedy", finding.remedy());
        json.addProperty("blocking", finding.isBlocking());
        return json;
    }

    private static <T> JsonArray array(List<T> all, Function<T, JsonElement> json) {
        JsonArray array = new JsonArray();
        all.forEach(one -> array.add(json.apply(one)));
        return array;
    }
}
