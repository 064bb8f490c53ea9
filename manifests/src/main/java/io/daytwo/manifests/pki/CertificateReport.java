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
    private final List<Finding> findings;
    private final List<ServedCertificate> served;
    private final Instant now;

    /** A finding and its node. */
    record Finding(String node, Misassignment what) {}

    private CertificateReport(
            List<NodeCertificate> certificates, List<Finding> findings, List<ServedCertificate> served, Instant now) {
        this.certificates = certificates;
        this.findings = findings;
        this.served = served;
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
                nodes.stream()
                        .flatMap(node -> node.misassigned().stream().map(one -> new Finding(node.node(), one)))
                        .toList(),
                nodes.stream().flatMap(node -> node.served().stream()).toList(),
                clock.instant());
    }

    /**
     * {@return a table: node, name, what is left, when it expires, its key, who can renew it, who signed it, where it
     * lies; then what the ports served, if they were asked, and the findings}
     */
    public List<String> lines() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("node", "certificate", "left", "expires", "key", "renewed", "signed by", "file"));
        certificates.forEach(one -> rows.add(List.of(
                one.node(),
                one.name(),
                left(one, now),
                one.notAfter().truncatedTo(ChronoUnit.SECONDS).toString(),
                key(one),
                renewal(one),
                one.issuer(),
                one.path())));
        List<String> lines = new ArrayList<>(aligned(rows));
        served.forEach(port -> lines.add("  " + port));
        findings.forEach(finding -> lines.add("! " + finding.node() + ": " + finding.what()));
        return List.copyOf(lines);
    }

    static String left(NodeCertificate one, Instant now) {
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

    static String renewal(NodeCertificate one) {
        return switch (one.renewal()) {
            case HERE -> "kubeadm";
            case EXTERNAL_CA -> "external CA";
            case KUBELET -> "kubelet";
            case COPY -> "copy again";
            case BY_HAND -> "by hand";
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
     * {@return {@code format} (1), {@code at}, {@code certificates} with the fields of {@link NodeCertificate},
     * {@code served} with those of {@link ServedCertificate}, and {@code findings} with those of {@link Misassignment};
     * no key material}
     */
    public String json() {
        JsonObject report = new JsonObject();
        report.addProperty("format", FORMAT);
        report.addProperty("at", now.toString());
        report.add("certificates", array(certificates, CertificateReport::json));
        report.add("served", array(served, CertificateReport::json));
        report.add("findings", array(findings, CertificateReport::json));
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(report);
    }

    /**
     * {@return one HTML file that needs no other and no network: findings, a timeline of all nodes with what expires
     * first on top, and what the ports served, if they were asked; light or dark as the browser is, fit to print}
     */
    public String html() {
        return new CertificatePage(certificates, findings, served, now).html();
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
        json.addProperty("renewal", one.renewal().name());
        json.add("subjectAlternativeNames", array(one.subjectAlternativeNames(), JsonPrimitive::new));
        json.add("usedBy", array(one.usedBy(), JsonPrimitive::new));
        return json;
    }

    private static JsonObject json(ServedCertificate port) {
        JsonObject json = new JsonObject();
        json.addProperty("node", port.node());
        json.addProperty("component", port.component());
        json.addProperty("host", port.host());
        json.addProperty("port", port.port());
        json.addProperty("state", port.state().name());
        port.serverName().ifPresent(name -> json.addProperty("serverName", name));
        port.path().ifPresent(path -> json.addProperty("path", path));
        port.served().ifPresent(one -> json.addProperty("serial", ServedCertificate.serial(port.served())));
        port.file().ifPresent(one -> json.addProperty("serialOnDisk", ServedCertificate.serial(port.file())));
        return json;
    }

    private static JsonObject json(Finding finding) {
        Misassignment what = finding.what();
        JsonObject json = new JsonObject();
        json.addProperty("node", finding.node());
        json.addProperty("kind", what.kind().name());
        json.addProperty("path", what.path());
        json.addProperty("problem", what.problem());
        json.addProperty("remedy", what.remedy());
        json.addProperty("blocking", what.isBlocking());
        return json;
    }

    private static <T> JsonArray array(List<T> all, Function<T, JsonElement> json) {
        JsonArray array = new JsonArray();
        all.forEach(one -> array.add(json.apply(one)));
        return array;
    }
}
