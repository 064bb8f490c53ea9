package io.daytwo.etcd;

/**
 * Why one endpoint could not be used.
 *
 * @param endpoint whom we tried, e.g. {@code https://10.0.0.11:2379}
 * @param reason what went wrong
 * @param detail the evidence, one sentence without its full stop
 */
public record EndpointFailure(String endpoint, Reason reason, String detail) {
    @Override
    public String toString() {
        return endpoint + ": " + detail;
    }

    /** What went wrong, and what to do about it. */
    public enum Reason {
        /** The name has no address. */
        UNKNOWN_HOST("Correct the host name, or add it to DNS."),
        /** Nothing listens on that port. */
        REFUSED("See whether etcd runs there: crictl ps --name etcd, or systemctl status etcd."),
        /** No connection came about: no route, or packets vanish. */
        UNREACHABLE("Check the address, the route to it and firewalls on the way."),
        /** Connected, but nothing came back in time: frozen, overloaded, or something else than etcd. */
        NO_ANSWER("The process may be frozen or its disk stuck: look at its log and at the load of its host."),
        /** The connection broke. */
        CONNECTION_LOST("Look at the log of etcd there: it may be restarting."),
        /** The server's certificate was not signed by the given CA. */
        UNKNOWN_CA(
                "Give the CA that signed etcd's server certificate, on a kubeadm node /etc/kubernetes/pki/etcd/ca.crt."),
        /** The server's certificate is not made out to the address we used. */
        HOST_NOT_IN_CERTIFICATE(
                "Use an address that the certificate names, or renew the certificate with this one among its subject alternative names."),
        /** The server's certificate is no longer, or not yet, valid. */
        SERVER_CERTIFICATE_EXPIRED(
                "Check the clock here; then renew etcd's server certificate: kubeadm certs renew etcd-server."),
        /** The server wants a client certificate and got none. */
        CLIENT_CERTIFICATE_MISSING(
                "Give a client certificate and its key, on a kubeadm node /etc/kubernetes/pki/etcd/healthcheck-client.crt and .key."),
        /** The server does not accept the client certificate. */
        CLIENT_CERTIFICATE_REJECTED(
                "Give a client certificate signed by etcd's CA that has not expired, on a kubeadm node /etc/kubernetes/pki/etcd/healthcheck-client.crt and .key."),
        /** We spoke TLS, the server does not. */
        SERVER_SPEAKS_PLAINTEXT("Correct the port; without TLS use an http:// endpoint and EtcdTls.none()."),
        /** We spoke plaintext, the server wants TLS. */
        SERVER_SPEAKS_TLS("Use an https:// endpoint and give EtcdTls.files(ca, cert, key)."),
        /** TLS failed otherwise. */
        TLS_FAILED("Compare the TLS versions and cipher suites of both sides."),
        /** The member has not started yet and tells no address. */
        NOT_STARTED("Start it, or remove it from the cluster."),
        /** Another member answered than the one that should be there. */
        WRONG_MEMBER("Correct the member's advertised client URLs: they lead to another member."),
        /** It is no etcd, or none that we know. */
        NOT_ETCD("Correct the endpoint: what answers there is no etcd server."),
        /** Anything else. */
        OTHER("Look at the log of etcd there.");

        private final String remedy;

        Reason(String remedy) {
            this.remedy = remedy;
        }

        /** {@return what to do about it, one sentence} */
        public String remedy() {
            return remedy;
        }
    }
}
