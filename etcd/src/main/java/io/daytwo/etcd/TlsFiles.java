package io.daytwo.etcd;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The files of a TLS connection: CA, and certificate with key if there is one. */
record TlsFiles(String ca, Optional<String> certificate, Optional<String> key) {
    static TlsFiles local(Path ca, Optional<Path> certificate, Optional<Path> key) {
        return new TlsFiles(ca.toString(), certificate.map(Path::toString), key.map(Path::toString));
    }

    TlsMaterial load() {
        return new TlsMaterial(List.of(), Optional.empty());
    }

    @Override
    public String toString() {
        return "TLS, ca " + ca
                + certificate.map(path -> ", certificate " + path).orElse("")
                + key.map(path -> ", key " + path).orElse("");
    }
}
