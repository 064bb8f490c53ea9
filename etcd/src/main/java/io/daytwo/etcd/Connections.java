package io.daytwo.etcd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The open connections of a cluster, one for each endpoint, made when needed and kept. Thread-safe. */
final class Connections implements AutoCloseable {
    private final List<Endpoint> seeds;
    private final EtcdTls tls;
    private final Route route;
    private final Map<Endpoint, MemberChannel> open = new HashMap<>();
    private boolean closed;

    Connections(List<Endpoint> seeds, EtcdTls tls, Route route) {
        this.seeds = List.copyOf(seeds);
        this.tls = tls;
        this.route = route;
    }

    /** {@return the answer of the first endpoint that gives one} */
    <T> T first(EtcdDeadlines deadlines, Function<MemberConnection, T> question) {
        List<EndpointFailure> tried = new ArrayList<>();
        EtcdUnavailableException last = null;
        for (Endpoint seed : seeds) {
            try {
                return question.apply(at(seed, deadlines));
            } catch (EtcdUnavailableException e) {
                tried.addAll(e.tried());
                last = e;
            }
        }
        throw new EtcdUnavailableException("Asking etcd", tried, Objects.requireNonNull(last));
    }

    /** {@return a connection to that member: the first of its client URLs where it answers} */
    MemberConnection to(EtcdMember member, EtcdDeadlines deadlines) {
        return at(Endpoint.parse(member.clientUrls().get(0)), deadlines);
    }

    synchronized MemberConnection at(Endpoint endpoint, EtcdDeadlines deadlines) {
        if (closed) {
            throw new IllegalStateException("the cluster is closed");
        }
        return new MemberConnection(
                open.computeIfAbsent(endpoint, at -> MemberChannel.open(at, tls, route)), deadlines);
    }

    @Override
    public synchronized void close() {
        closed = true;
        open.values().forEach(MemberChannel::close);
        open.clear();
    }
}
