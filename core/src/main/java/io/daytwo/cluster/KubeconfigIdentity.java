package io.daytwo.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.CertUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificate, key and trusted authorities of a kubeconfig, and nothing besides: fabric8's own stores begin with those
 * that the system properties {@code javax.net.ssl.keyStore} and {@code trustStore} name (its CertUtils).
 */
final class KubeconfigIdentity {
    private final KeyManager[] keys;
    private final TrustManager[] trusted;
    private final Credentials credentials;

    private KubeconfigIdentity(KeyManager[] keys, TrustManager[] trusted, Credentials credentials) {
        this.keys = keys;
        this.trusted = trusted;
        this.credentials = credentials;
    }

    static KubeconfigIdentity of(Config config, Path file) throws GeneralSecurityException, IOException {
        TrustManager[] trusted = trusted(config, file);
        if (config.getClientCertData() == null && config.getClientCertFile() == null) {
            return new KubeconfigIdentity(new KeyManager[0], trusted, Credentials.unknown());
        }
        try (InputStream pem =
                CertUtils.getInputStreamFromDataOrFile(config.getClientCertData(), config.getClientCertFile())) {
            Collection<? extends Certificate> chain = x509(pem);
            if (chain.iterator().next() instanceof X509Certificate own) {
                return new KubeconfigIdentity(keys(config, chain, own), trusted, new Credentials(Optional.of(own)));
            }
            throw new KubeconfigException(file, "holds no client certificate", null);
        }
    }

    private static KeyManager[] keys(Config config, Collection<? extends Certificate> chain, X509Certificate own)
            throws GeneralSecurityException, IOException {
        PrivateKey key;
        try (InputStream pem =
                CertUtils.getInputStreamFromDataOrFile(config.getClientKeyData(), config.getClientKeyFile())) {
            key = PemKey.read(new String(pem.readAllBytes(), StandardCharsets.US_ASCII), own.getPublicKey());
        }
        KeyStore store = empty();
        store.setKeyEntry("own", key, new char[0], chain.toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trusted(Config config, Path file) throws GeneralSecurityException, IOException {
        if (config.getCaCertData() == null && config.getCaCertFile() == null) {
            throw new KubeconfigException(file, "its current context names no certificate authority", null);
        }
        KeyStore store = empty();
        try (InputStream pem = CertUtils.getInputStreamFromDataOrFile(config.getCaCertData(), config.getCaCertFile())) {
            int number = 0;
            for (Certificate authority : x509(pem)) {
                store.setCertificateEntry("ca-" + number++, authority);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static Collection<? extends Certificate> x509(InputStream pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509").generateCertificates(pem);
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** None where there is no client certificate. */
    KeyManager[] keyManagers() {
        return keys;
    }

    TrustManager[] trustManagers() {
        return trusted;
    }

    Credentials credentials() {
        return credentials;
    }
}
