package io.daytwo.cluster;

/** Why an API server gave no answer that can be used. */
public enum EndpointTrouble {
    /** No process listens there. */
    NOT_LISTENING("Look at it on its node with crictl ps -a --name kube-apiserver, then run the operation again."),
    /** The name has no address, or there is no way to it. */
    UNREACHABLE("Check name, address and network from here to the API server."),
    /** Nothing came within the deadline. */
    SILENT("Check that the API server runs and that no firewall drops packets, then run the operation again."),
    /** The connection ended before the answer did. */
    CUT("The API server may be restarting: run the operation again."),
    /** TLS failed: another CA, another name, a certificate out of its time, or ours was not taken. */
    DISTRUSTED("Check that the kubeconfig is this cluster's: its certificate-authority-data must be the cluster's CA."),
    /** What answered is no API server, e.g. a proxy's page. */
    NOT_KUBERNETES(
            "Look at what listens there, e.g. a proxy or a load balancer, and at the address in the kubeconfig."),
    /** The answer is larger than can be read, or is not JSON. */
    UNREADABLE("Look at what the API server or a proxy before it answers."),
    /** It has too much to do: status 429. */
    BUSY("Wait until the API server has less to do, then run the operation again."),
    /** It cannot serve now: status 500 to 599. */
    FAILING("Look at /readyz?verbose of this API server and at its etcd."),
    /** It has just started and does not know rights yet. */
    STARTING("Wait until /readyz of this API server says ok, then run the operation again.");

    private final String remedy;

    EndpointTrouble(String remedy) {
        this.remedy = remedy;
    }

    /** {@return what to do, one sentence} */
    public String remedy() {
        return remedy;
    }
}
