package io.daytwo.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.net.URI;
import java.util.List;

/**
 * Uses an embedder's connections without the client's own retries: ten of them with growing pauses (fabric8's
 * {@code Config}) would hide a budget's 429 until our deadline.
 */
final class EmbeddedAccess {
    private EmbeddedAccess() {}

    static ClusterClient open(KubernetesClient client) {
        RequestConfig once = new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(0)
                .build();
        HttpClient http = client.getHttpClient().newBuilder().tag(once).build();
        URI endpoint = URI.create(client.getConfiguration().getMasterUrl());
        ApiTransport transport = new ApiTransport(
                http, List.of(endpoint), ApiTransport.RETRY, ApiTransport.DEADLINE, Credentials.unknown());
        return new ApiServerClient(transport, () -> {});
    }
}
