package io.daytwo.upgrade.certs;

import io.daytwo.manifests.pki.NodeCertificate;
import io.daytwo.manifests.pki.PemException;
import io.daytwo.manifests.pki.PemFile;
import io.daytwo.node.NodeExecutor;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Copies of admin.conf and super-admin.conf that hold an older certificate than the file they were copied from. */
final class AdminCopies {
    private static final int MOST_BYTES = 1 << 20;

    /** One user's two lines, in the order in which kubeadm and kubectl write them. */
    private static final Pattern PAIR =
            Pattern.compile("client-certificate-data: *(\\S+)(\\s+)client-key-data: *(\\S+)");

    private AdminCopies() {}

    /** Found among the certificates as the node uses them: same name, same CA, an earlier end. */
    static List<String> stale(List<NodeCertificate> all) {
        return all.stream()
                .filter(copy -> copy.name().startsWith("/"))
                .filter(copy -> original(copy.certificate(), all).isPresent())
                .map(NodeCertificate::path)
                .distinct()
                .toList();
    }

    private static Optional<NodeCertificate> original(X509Certificate old, List<NodeCertificate> all) {
        return all.stream()
                .filter(one -> one.name().equals("admin.conf") || one.name().equals("super-admin.conf"))
                .filter(one -> isSuccessor(one.certificate(), old))
                .findFirst();
    }

    private static boolean isSuccessor(X509Certificate now, X509Certificate old) {
        return now.getSubjectX500Principal().equals(old.getSubjectX500Principal())
                && now.getIssuerX500Principal().equals(old.getIssuerX500Principal())
                && now.getNotAfter().toInstant().isAfter(old.getNotAfter().toInstant());
    }

    /** The copy with the new certificate and key in place of the old ones; every other byte stays. */
    static byte[] refreshed(NodeExecutor machine, String copy, List<NodeCertificate> all) {
        String text = new String(machine.files().read(copy, MOST_BYTES), StandardCharsets.UTF_8);
        Matcher found = PAIR.matcher(text);
        StringBuilder edited = new StringBuilder();
        while (found.find()) {
            String pair = certificate(found.group(1))
                    .flatMap(old -> original(old, all))
                    .flatMap(one -> pair(machine, one.path(), found.group(2)))
                    .orElse(found.group());
            found.appendReplacement(edited, Matcher.quoteReplacement(pair));
        }
        return found.appendTail(edited).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<String> pair(NodeExecutor machine, String original, String between) {
        Matcher found = PAIR.matcher(new String(machine.files().read(original, MOST_BYTES), StandardCharsets.UTF_8));
        return Stream.of(found)
                .filter(Matcher::find)
                .map(pair ->
                        "client-certificate-data: " + pair.group(1) + between + "client-key-data: " + pair.group(3))
                .findFirst();
    }

    private static Optional<X509Certificate> certificate(String base64) {
        try {
            return PemFile.parse(Base64.getDecoder().decode(base64), "certificate").certificates().stream()
                    .findFirst();
        } catch (IllegalArgumentException | PemException e) {
            return Optional.empty();
        }
    }
}
