package io.daytwo.manifests.pki;

import io.daytwo.node.NodeFiles;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;

/** CA, client certificate and key for etcd, as given. Skeleton: bodies follow. */
@SuppressWarnings({"DoNotCallSuggester", "CheckReturnValue"})
public final class ClientCredentials {
    private ClientCredentials() {}

    /** Reads three files of a node; never throws for what it finds, {@link #orThrow(Clock)} does. */
    public static ClientCredentials read(NodeFiles files, String ca, String certificate, String key) {
        throw new UnsupportedOperationException(files + ca + certificate + key);
    }

    /** Reads three files of this machine. */
    public static ClientCredentials read(Path ca, Path certificate, Path key) {
        throw new UnsupportedOperationException("" + ca + certificate + key);
    }

    /** Every mix-up, warnings too ({@link Misassignment#isBlocking()}). */
    public List<Misassignment> misassigned(Clock clock) {
        throw new UnsupportedOperationException(clock.toString());
    }

    /** This, if no mix-up blocks. */
    public ClientCredentials orThrow(Clock clock) {
        throw new UnsupportedOperationException(clock.toString());
    }

    /** {@return certificates of the CA file} */
    public List<X509Certificate> authorities() {
        throw new UnsupportedOperationException();
    }

    /** {@return the client certificate, then its issuers if the file holds them} */
    public List<X509Certificate> chain() {
        throw new UnsupportedOperationException();
    }

    /** {@return the client's private key} */
    public PrivateKey privateKey() {
        throw new UnsupportedOperationException();
    }
}
