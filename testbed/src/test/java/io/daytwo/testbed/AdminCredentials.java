package io.daytwo.testbed;

import io.daytwo.manifests.pki.PemFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS as the cluster's administrator, from the kubeconfig that kubeadm wrote: its CA is trusted, and no other. */
final class AdminCredentials {
    private AdminCredentials() {}

    static SSLContext tls(Path kubeconfig) {
        try {
            String text = Files.readString(kubeconfig);
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            Certificate[] chain =
                    pem(text, "client-certificate-data").certificates().toArray(Certificate[]::new);
            own.setKeyEntry("admin", pem(text, "client-key-data").privateKey().orElseThrow(), new char[0], chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, new char[0]);

            KeyStore authorities = KeyStore.getInstance("PKCS12");
            authorities.load(null, null);
            authorities.setCertificateEntry(
                    "ca", pem(text, "certificate-authority-data").certificates().get(0));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities);

            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the credentials in " + kubeconfig + " cannot be used", e);
        }
    }

    private static PemFile pem(String kubeconfig, String field) {
        Matcher found = Pattern.compile(field + ": *(\\S+)").matcher(kubeconfig);
        if (!found.find()) {
            throw new IllegalStateException("the kubeconfig has no " + field);
        }
        return PemFile.parse(Base64.getDecoder().decode(found.group(1)), field);
    }
}
