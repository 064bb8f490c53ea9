package io.daytwo.etcd;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How to speak to etcd: with TLS 1.2 or 1.3, trusting the given CA and nothing else, or in plaintext. Immutable. Files
 * are read anew for every connection, so renewed certificates are used from the next connection on. Contents of keys
 * never appear in a message.
 */
public final class EtcdTls {
    private final Optional<TlsFiles> files;

    private EtcdTls(Optional<TlsFiles> files) {
        this.files = files;
    }

    /** {@return no TLS at all: for {@code http://} endpoints} */
    public static EtcdTls none() {
        return new EtcdTls(Optional.empty());
    }

    /**
     * TLS with a client certificate, from files of this machine in PEM form. Nothing is read yet.
     *
     * @param ca the CA that signed etcd's certificates, or several of them in one file
     * @param certificate the client certificate, the CA's intermediates behind it if there are any
     * @param key its key, not encrypted: PKCS#8, PKCS#1 or SEC1
     * @return how to connect
     */
    public static EtcdTls files(Path ca, Path certificate, Path key) {
        return of(TlsFiles.local(ca, Optional.of(certificate), Optional.of(key)));
    }

    /**
     * TLS without a client certificate, for a server that asks for none.
     *
     * @param ca the CA that signed etcd's certificates, or several of them in one file, in PEM form
     * @return how to connect
     */
    public static EtcdTls trusting(Path ca) {
        return of(TlsFiles.local(ca, Optional.empty(), Optional.empty()));
    }

    static EtcdTls of(TlsFiles files) {
        return new EtcdTls(Optional.of(files));
    }

    boolean enabled() {
        return files.isPresent();
    }

    /**
     * Reads the files.
     *
     * @return what they hold, empty for plaintext
     */
    Optional<TlsMaterial> load() {
        return files.map(TlsFiles::load);
    }

    /** {@return the paths, never what is in them} */
    @Override
    public String toString() {
        return files.map(TlsFiles::toString).orElse("plaintext");
    }
}
