package io.daytwo.etcd;

import java.util.List;

/**
 * A living etcd cluster. Connects when it is first asked something, to each member on its own; {@link #close()} ends
 * all connections and threads. Thread-safe.
 */
public final class EtcdCluster implements AutoCloseable {
    private final Connections connections;
    private final EtcdDeadlines deadlines;

    private EtcdCluster(Connections connections, EtcdDeadlines deadlines) {
        this.connections = connections;
        this.deadlines = deadlines;
    }

    /**
     * A cluster given by endpoints, e.g. external etcd.
     *
     * @param endpoints client URLs of at least one member, {@code https://10.0.0.11:2379}; others are found through it
     * @param tls how to speak to them; {@link EtcdTls#none()} for {@code http://} endpoints
     * @return the cluster, not connected yet
     */
    public static EtcdCluster at(List<String> endpoints, EtcdTls tls) {
        return new EtcdCluster(new Connections(seeds(endpoints, tls), tls, Route.direct()), EtcdDeadlines.defaults());
    }

    private static List<Endpoint> seeds(List<String> endpoints, EtcdTls tls) {
        List<Endpoint> seeds =
                endpoints.stream().map(Endpoint::parse).distinct().toList();
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("endpoints must name at least one");
        }
        for (Endpoint seed : seeds) {
            if (seed.tls() != tls.enabled()) {
                throw new IllegalArgumentException("endpoints and tls must agree: " + seed
                        + (tls.enabled() ? " is plaintext, but TLS files are given" : " needs TLS files"));
            }
        }
        return seeds;
    }

    /**
     * Other deadlines.
     *
     * @param limits how long calls may take
     * @return a copy that shares the connections: closing one closes both
     */
    public EtcdCluster deadlines(EtcdDeadlines limits) {
        return new EtcdCluster(connections, limits);
    }

    /**
     * Lists the members. Without quorum it is the list that one member remembers, and says so.
     *
     * @return the members
     * @throws EtcdUnavailableException when no endpoint answers
     */
    public MemberList members() {
        return connections.first(deadlines, connection -> connection.memberList(false));
    }

    /** {@return a connection to a member: each of its client URLs is tried, the one that answers is kept} */
    MemberConnection connect(EtcdMember member) {
        return connections.to(member, deadlines);
    }

    /** Ends all connections and threads, those of copies with other deadlines too. */
    @Override
    public void close() {
        connections.close();
    }
}
