package io.daytwo.etcd;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** What one TLS connection uses: whom to trust, and who we are, if anybody. */
record TlsMaterial(List<X509Certificate> authorities, Optional<Identity> identity) {
    /** A certificate chain, our own certificate first, and its key. */
    record Identity(List<X509Certificate> chain, PrivateKey key) {
        @Override
        public String toString() {
            X509Certificate own = chain.get(0);
            return "\"" + own.getSubjectX500Principal().getName() + "\" issued by \""
                    + own.getIssuerX500Principal().getName() + "\", valid until "
                    + own.getNotAfter().toInstant();
        }
    }
}
