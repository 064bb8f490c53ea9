package io.daytwo.cluster;

import io.daytwo.retry.RetryPolicy;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Turns a kubeconfig into connections that trust its CA alone; fabric8 would add the JVM's own (CertUtils). */
final class KubeconfigAccess {
    private KubeconfigAccess() {}

    static ClusterClient open(Path file) {
        if (!Files.isReadable(file)) {
            throw new KubeconfigException(file, "cannot be read", null);
        }
        try {
            Config config = Config.fromKubeconfig(file.toFile());
            config.setRequestRetryBackoffLimit(0);
            config.setConnectionTimeout(5_000);
            HttpClient http = new JdkHttpClientFactory()
                    .newBuilder(config)
                    .sslContext(SSLUtils.keyManagers(config), trusting(config, file))
                    .build();
            ApiTransport transport = new ApiTransport(
                    http, List.of(URI.create(config.getMasterUrl())), RetryPolicy.defaults(), ApiTransport.DEADLINE);
            return new ApiServerClient(transport, http::close);
        } catch (KubernetesClientException | GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new KubeconfigException(file, "is not a kubeconfig that can be used", null);
        }
    }

    private static TrustManager[] trusting(Config config, Path file) throws GeneralSecurityException, IOException {
        if (config.isTrustCerts() || config.isDisableHostnameVerification()) {
            throw new KubeconfigException(file, "switches the verification of the API server off", null);
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = authority(config, file)) {
            int number = 0;
            for (Certificate ca : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("ca-" + number++, ca);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static InputStream authority(Config config, Path file) throws IOException {
        if (config.getCaCertData() != null) {
            return new ByteArrayInputStream(Base64.getMimeDecoder().decode(config.getCaCertData()));
        }
        if (config.getCaCertFile() != null) {
            return Files.newInputStream(Path.of(config.getCaCertFile()));
        }
        throw new KubeconfigException(file, "names no certificate authority", null);
    }
}
