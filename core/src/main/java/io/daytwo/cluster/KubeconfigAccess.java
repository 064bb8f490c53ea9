package io.daytwo.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;

/** Turns a kubeconfig into connections. fabric8 reads the file; what it would add from its surroundings is left out. */
final class KubeconfigAccess {
    private KubeconfigAccess() {}

    static ClusterClient open(Path file) {
        if (!Files.isReadable(file)) {
            throw new KubeconfigException(file, "cannot be read", null);
        }
        try {
            Config config = read(file);
            URI endpoint = URI.create(config.getMasterUrl());
            if (!"https".equals(endpoint.getScheme())) {
                throw new KubeconfigException(file, "names an API server without TLS", null);
            }
            if (config.isTrustCerts() || config.isDisableHostnameVerification()) {
                throw new KubeconfigException(file, "switches the verification of the API server off", null);
            }
            KubeconfigIdentity identity = KubeconfigIdentity.of(config, file);
            HttpClient http = new PlainHttpClientFactory(config, identity, file).open();
            ApiTransport transport = new ApiTransport(
                    http, List.of(endpoint), ApiTransport.RETRY, ApiTransport.DEADLINE, identity.credentials());
            return new ApiServerClient(transport, http::close);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new KubeconfigException(file, "its address, certificates or key cannot be used", null);
        }
    }

    /** The cause would quote the file, so it is left out; fabric8 fails in many ways on what is no kubeconfig. */
    private static Config read(Path file) {
        try {
            return Config.fromKubeconfig(file.toFile());
        } catch (RuntimeException e) {
            throw new KubeconfigException(file, "is not a kubeconfig", null);
        }
    }
}
