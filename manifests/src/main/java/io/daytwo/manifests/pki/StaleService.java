package io.daytwo.manifests.pki;

import io.daytwo.manifests.pki.Misassignment.Kind;
import io.daytwo.manifests.pki.ServedCertificate.State;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** A process that goes on with a certificate that is no longer the one on disk. */
final class StaleService {
    private StaleService() {}

    static Optional<Misassignment> judge(ServedCertificate port, Instant now) {
        if (port.state() != State.DIFFERS) {
            return Optional.empty();
        }
        X509Certificate served = port.served().orElseThrow();
        X509Certificate file = port.file().orElseThrow();
        String path = port.path().orElseThrow();
        boolean before =
                served.getNotBefore().toInstant().isBefore(file.getNotBefore().toInstant());
        String problem = port.component() + " on " + port.node() + " (" + port.at() + ") "
                + (before ? "serves the certificate of before the renewal: " : "does not serve what lies on disk: ")
                + words(served, now) + ", but " + path + " holds " + words(file, now) + ".";
        String remedy = "Restart " + port.component() + " on " + port.node()
                + ": it keeps what it read when it started, or the folder that was mounted then.";
        return Optional.of(new Misassignment(Kind.SERVED_FROM_BEFORE, GivenFile.CERTIFICATE, path, problem, remedy));
    }

    private static String words(X509Certificate certificate, Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        return "serial " + ServedCertificate.serial(Optional.of(certificate))
                + (end.isBefore(now) ? ", expired since " : ", valid until ") + end;
    }
}
