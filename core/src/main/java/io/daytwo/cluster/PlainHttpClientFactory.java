package io.daytwo.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * The JDK's HTTP client as a kubeconfig demands it and no system property changes it: its proxy or none, its trust,
 * host names verified, no redirect. HTTP/1.1, because a connection that no longer answers ends there with the request
 * that ran out of time; in HTTP/2 all later requests would wait on it, too.
 */
final class PlainHttpClientFactory extends JdkHttpClientFactory {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Config config;
    private final KubeconfigIdentity identity;
    private final Path file;

    PlainHttpClientFactory(Config config, KubeconfigIdentity identity, Path file) {
        this.config = config;
        this.identity = identity;
        this.file = file;
    }

    /**
     * Without fabric8's own interceptors: its token refresh reads the environment, its log at TRACE holds tokens and
     * Secrets. That one is there from the start ({@code StandardHttpClientBuilder}).
     */
    io.fabric8.kubernetes.client.http.HttpClient open() {
        RequestConfig once =
                new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build();
        io.fabric8.kubernetes.client.http.HttpClient.Builder builder = newBuilder();
        return builder.tag(once)
                .addOrReplaceInterceptor("HttpLogging", null)
                .addOrReplaceInterceptor("daytwo", new Headers(config))
                .build();
    }

    @Override
    protected void additionalConfig(HttpClient.Builder builder) {
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(identity.keyManagers(), identity.trustManagers(), null);
            SSLParameters verified = new SSLParameters(null, new String[] {"TLSv1.3", "TLSv1.2"});
            verified.setEndpointIdentificationAlgorithm("HTTPS");
            var unused = builder.sslContext(tls)
                    .sslParameters(verified)
                    .connectTimeout(CONNECT)
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(proxy());
        } catch (GeneralSecurityException e) {
            throw new KubeconfigException(file, "its certificates cannot be used", null);
        }
    }

    private ProxySelector proxy() {
        String proxy = config.getHttpsProxy() == null ? config.getHttpProxy() : config.getHttpsProxy();
        if (proxy == null) {
            return HttpClient.Builder.NO_PROXY;
        }
        URI address = URI.create(proxy);
        if (!"http".equals(address.getScheme()) || address.getHost() == null || address.getPort() < 0) {
            throw new KubeconfigException(file, "its proxy-url is not http://HOST:PORT", null);
        }
        return ProxySelector.of(new InetSocketAddress(address.getHost(), address.getPort()));
    }

    /** Who asks, where it is not said by a certificate. */
    private static final class Headers implements Interceptor {
        private final Config config;

        Headers(Config config) {
            this.config = config;
        }

        @Override
        public void before(BasicBuilder headers, HttpRequest request, RequestTags tags) {
            var unused = headers.setHeader("User-Agent", "daytwo");
            String token = config.getOauthTokenProvider() == null
                    ? config.getAutoOAuthToken()
                    : config.getOauthTokenProvider().getToken();
            if (token != null) {
                unused = headers.setHeader("Authorization", "Bearer " + token);
            }
        }
    }
}
