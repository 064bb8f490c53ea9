package io.daytwo.cluster;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

/** Reads from an exception of the transport what kind of failure it was. */
final class Diagnosis {
    private Diagnosis() {}

    static EndpointTrouble trouble(Throwable failure) {
        List<Throwable> chain = chain(failure);
        if (has(chain, HttpTimeoutException.class)) {
            return EndpointTrouble.SILENT;
        }
        if (has(chain, UnknownHostException.class)
                || has(chain, NoRouteToHostException.class)
                || has(chain, UnresolvedAddressException.class)) {
            return EndpointTrouble.UNREACHABLE;
        }
        if (has(chain, ConnectException.class)) {
            return EndpointTrouble.NOT_LISTENING;
        }
        if (has(chain, CertificateException.class) || says(chain, "Received fatal alert")) {
            return EndpointTrouble.DISTRUSTED;
        }
        return says(chain, "Unsupported or unrecognized SSL message")
                ? EndpointTrouble.NOT_KUBERNETES
                : EndpointTrouble.CUT;
    }

    /** What went wrong first; the JDK says nothing of a refused connection but that its channel is closed. */
    static String evidence(Throwable failure) {
        List<Throwable> chain = chain(failure);
        if (trouble(failure) == EndpointTrouble.NOT_LISTENING) {
            return "connection refused";
        }
        Throwable deepest = chain.get(chain.size() - 1);
        String message = deepest.getMessage();
        return deepest.getClass().getSimpleName() + (message == null ? "" : " " + message);
    }

    private static boolean has(List<Throwable> chain, Class<? extends Throwable> type) {
        return chain.stream().anyMatch(type::isInstance);
    }

    private static boolean says(List<Throwable> chain, String words) {
        return chain.stream()
                .anyMatch(link -> link instanceof SSLException
                        && String.valueOf(link.getMessage()).contains(words));
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable link = failure; link != null && chain.size() < 20; link = link.getCause()) {
            chain.add(link);
        }
        return chain;
    }
}
