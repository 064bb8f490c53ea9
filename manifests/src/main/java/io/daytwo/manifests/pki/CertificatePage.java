package io.daytwo.manifests.pki;

import io.daytwo.manifests.pki.CertificateReport.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** The report as one HTML file that needs no other. All text of nodes is escaped. */
final class CertificatePage {
    private static final String TEMPLATE = "certificates.html";

    /** A date behind this share of the width would not fit behind its bar. */
    private static final double FITS = 88;

    private final List<NodeCertificate> certificates;
    private final List<Finding> findings;
    private final List<ServedCertificate> served;
    private final Instant now;
    private final CertificateAxis axis;

    CertificatePage(
            List<NodeCertificate> certificates, List<Finding> findings, List<ServedCertificate> served, Instant now) {
        this.certificates = certificates;
        this.findings = findings;
        this.served = served;
        this.now = now;
        this.axis = CertificateAxis.of(certificates, now);
    }

    String html() {
        return template()
                .replace("<!--now-->", percent(now))
                .replace("<!--ticks-->", tickLines())
                .replace("<!--summary-->", summary())
                .replace("<!--counts-->", counts())
                .replace("<!--axis-->", ticks())
                .replace("<!--findings-->", findingsHtml())
                .replace("<!--rows-->", certificates.stream().map(this::row).collect(Collectors.joining("\n")))
                .replace("<!--served-->", servedHtml());
    }

    private static String template() {
        try (InputStream page = CertificatePage.class.getResourceAsStream(TEMPLATE)) {
            return new String(Objects.requireNonNull(page, TEMPLATE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String summary() {
        long nodes = certificates.stream().map(NodeCertificate::node).distinct().count();
        return escaped(certificates.size() + (certificates.size() == 1 ? " certificate on " : " certificates on ")
                + nodes + (nodes == 1 ? " node" : " nodes") + ", as of "
                + now.truncatedTo(ChronoUnit.MINUTES)
                        .toString()
                        .replace('T', ' ')
                        .replace(":00Z", " UTC"));
    }

    private String counts() {
        return Arrays.stream(Urgency.values())
                .map(urgency -> count(
                        urgency,
                        certificates.stream()
                                .filter(one -> Urgency.of(one, now) == urgency)
                                .count()))
                .collect(Collectors.joining());
    }

    private static String count(Urgency urgency, long number) {
        return number == 0
                ? ""
                : "<li class=\"" + style(urgency) + "\"><b>" + number + "</b>" + escaped(urgency.words()) + "</li>\n";
    }

    private static String style(Urgency urgency) {
        return urgency.name().toLowerCase(Locale.ROOT);
    }

    private String tickLines() {
        return axis.ticks().keySet().stream()
                .map(tick -> "linear-gradient(var(--line), var(--line)) " + percent(tick) + "% 0 / 1px 100% no-repeat")
                .collect(Collectors.joining(", "));
    }

    private String ticks() {
        String months = axis.ticks().entrySet().stream()
                .map(tick -> tick("", tick.getKey(), tick.getValue()))
                .collect(Collectors.joining());
        return months + tick(" class=\"now\"", now, "today");
    }

    private String tick(String style, Instant at, String text) {
        return "<i" + style + " style=\"left:" + percent(at) + "%\">" + escaped(text) + "</i>";
    }

    private String findingsHtml() {
        if (findings.isEmpty()) {
            return "";
        }
        return "<h2>Findings</h2>\n<ul class=\"findings\">\n"
                + findings.stream()
                        .sorted((a, b) ->
                                Boolean.compare(b.what().isBlocking(), a.what().isBlocking()))
                        .map(CertificatePage::finding)
                        .collect(Collectors.joining())
                + "</ul>";
    }

    private static String finding(Finding finding) {
        Misassignment what = finding.what();
        return "<li class=\"" + (what.isBlocking() ? "dead" : "warning") + "\"><b>"
                + (what.isBlocking() ? "Error on " : "Warning on ") + escaped(finding.node()) + ":</b> "
                + escaped(what.problem()) + "<span>" + escaped(what.remedy()) + "</span></li>\n";
    }

    private String row(NodeCertificate one) {
        return "<tr class=\"" + style(Urgency.of(one, now)) + "\"><td class=\"left\">"
                + escaped(CertificateReport.left(one, now)) + "</td><td>" + escaped(one.node()) + "</td><td title=\""
                + escaped(one.path()) + "\">" + escaped(one.name()) + "</td><td class=\"wide\">"
                + escaped(one.issuer()) + "</td><td class=\"wide\">" + escaped(CertificateReport.renewal(one))
                + "</td><td class=\"time\">" + track(one) + "</td></tr>";
    }

    private String track(NodeCertificate one) {
        double from = axis.percent(one.notBefore());
        double to = axis.percent(one.notAfter());
        boolean inside = to > FITS;
        String style = (from == 0 ? " before" : "") + (to == 100 ? " beyond" : "");
        String text = day(one.notBefore()) + " to " + day(one.notAfter());
        return "<div class=\"track\"><div class=\"bar" + style + "\" role=\"img\" aria-label=\"" + text + "\" title=\""
                + text + "\" style=\"left:" + number(from) + "%;width:" + number(to - from) + "%\"></div>"
                + "<span class=\"end" + (inside ? " inside" : "") + "\" style=\"left:" + number(to) + "%\">"
                + day(one.notAfter()) + "</span></div>";
    }

    private static String day(Instant moment) {
        return moment.truncatedTo(ChronoUnit.DAYS).toString().replaceFirst("T.*", "");
    }

    private String servedHtml() {
        if (served.isEmpty()) {
            return "";
        }
        return "<h2>What the ports served</h2>\n<div class=\"sheet\"><table id=\"served\">\n"
                + "<thead><tr><th>node</th><th>component</th><th>port</th><th>serves</th></tr></thead>\n<tbody>\n"
                + served.stream().map(CertificatePage::port).collect(Collectors.joining())
                + "</tbody></table></div>";
    }

    private static String port(ServedCertificate port) {
        String style = switch (port.state()) {
            case AS_ON_DISK -> "fine";
            case IN_MEMORY -> "authority";
            case DIFFERS, FILE_UNREADABLE, SILENT -> "soon";
        };
        return "<tr class=\"" + style + "\"><td>" + escaped(port.node()) + "</td><td>" + escaped(port.component())
                + "</td><td>" + escaped(port.at()) + "</td><td class=\"left\">" + escaped(port.words())
                + "</td></tr>\n";
    }

    private String percent(Instant moment) {
        return number(axis.percent(moment));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
