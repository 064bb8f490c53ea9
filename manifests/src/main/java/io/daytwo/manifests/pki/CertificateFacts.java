package io.daytwo.manifests.pki;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** What a certificate says about itself, judged as Go's crypto/x509 does, which is what etcd uses. */
record CertificateFacts(X509Certificate certificate) {
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|[,+])CN=((?:\\\\.|[^,+\\\\])*)");
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String ANY = "2.5.29.37.0";
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final int LONGEST_NAME = 100;

    /** The subject's CN, or all of it where it has none, harmless for a terminal. */
    String name() {
        return name(certificate.getSubjectX500Principal());
    }

    String issuerName() {
        return name(certificate.getIssuerX500Principal());
    }

    private static String name(X500Principal principal) {
        String all = principal.getName();
        Matcher found = COMMON_NAME.matcher(all);
        String name = (found.find() ? found.group(1) : all).replaceAll("[^\\x20-\\x7e]", "?");
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    boolean isAuthority() {
        return certificate.getBasicConstraints() >= 0 || (certificate.getVersion() < 3 && isSignedBy(certificate));
    }

    /** What it is in words that fit into a sentence, where its role is not known. */
    String description() {
        return (isAuthority() ? "the CA \"" : "a certificate of \"") + name() + "\"";
    }

    boolean isForClients() {
        return mayBeUsedFor(CLIENT_AUTH);
    }

    boolean isForServers() {
        return mayBeUsedFor(SERVER_AUTH);
    }

    private boolean mayBeUsedFor(String usage) {
        try {
            @Nullable List<String> usages = certificate.getExtendedKeyUsage();
            return usages == null || usages.contains(usage) || usages.contains(ANY);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    boolean isSignedBy(X509Certificate authority) {
        if (!certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Whether one of the authorities signed it, directly or through those that follow it in its file. */
    boolean leadsTo(List<X509Certificate> authorities, List<X509Certificate> intermediates) {
        CertificateFacts link = this;
        for (X509Certificate next : intermediates) {
            if (link.isSignedByAny(authorities)) {
                return true;
            }
            if (link.isSignedBy(next)) {
                link = new CertificateFacts(next);
            }
        }
        return link.isSignedByAny(authorities);
    }

    private boolean isSignedByAny(List<X509Certificate> authorities) {
        return authorities.stream().anyMatch(this::isSignedBy);
    }

    boolean isExpired(Instant now) {
        return now.isAfter(certificate.getNotAfter().toInstant());
    }

    boolean isNotYetValid(Instant now) {
        return now.isBefore(certificate.getNotBefore().toInstant());
    }

    /** Its DNS names and addresses. */
    List<String> alternativeNames() {
        try {
            @Nullable Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name ->
                                    name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    boolean isFor(String host) {
        return alternativeNames().stream().anyMatch(name -> plain(name).equals(plain(host)));
    }

    /** Addresses have several forms. Only what is one already is looked at: nothing is resolved. */
    private static String plain(String host) {
        if (!ADDRESS.matcher(host).matches()) {
            return host.toLowerCase(Locale.ROOT);
        }
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException e) {
            return host;
        }
    }
}
