package io.daytwo.etcd;

import io.daytwo.etcd.EndpointFailure.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The open connections of a cluster, one for each endpoint, made when needed and kept. Thread-safe. */
final class Connections implements AutoCloseable {
    private final List<Endpoint> seeds;
    private final EtcdTls tls;
    private final Route route;
    private final Map<Endpoint, MemberChannel> open = new LinkedHashMap<>();
    private final Map<Endpoint, Long> servedBy = new LinkedHashMap<>();
    private boolean closed;

    Connections(List<Endpoint> seeds, EtcdTls tls, Route route) {
        this.seeds = List.copyOf(seeds);
        this.tls = tls;
        this.route = route;
    }

    List<Endpoint> seeds() {
        return seeds;
    }

    /**
     * A connection to that member: at the first of its client URLs where it answers, else at a given endpoint that
     * turns out to be served by it (advertised URLs may lead nowhere from here).
     *
     * @throws EtcdUnavailableException when it answers nowhere
     */
    MemberConnection to(EtcdMember member, EtcdDeadlines deadlines) {
        Optional<Endpoint> known = knownFor(member);
        if (known.isPresent()) {
            return at(known.get(), deadlines);
        }
        List<EndpointFailure> tried = new ArrayList<>();
        for (String url : member.clientUrls()) {
            Optional<MemberConnection> found = tryOut(url, member, deadlines, tried);
            if (found.isPresent()) {
                return found.get();
            }
        }
        int ownUrls = tried.size();
        for (Endpoint seed : seeds) {
            if (!isSomeoneElse(seed, member) && !member.clientUrls().contains(seed.url())) {
                Optional<MemberConnection> found = tryOut(seed.url(), member, deadlines, tried);
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
        String what = "Connecting to member " + member.label();
        if (ownUrls == 0) {
            throw new EtcdUnavailableException(
                    what,
                    List.of(new EndpointFailure(
                            String.join(",", member.peerUrls()), Reason.NOT_STARTED, "it has not started yet")),
                    null);
        }
        throw new EtcdUnavailableException(what, tried.subList(0, ownUrls), null);
    }

    private Optional<MemberConnection> tryOut(
            String url, EtcdMember member, EtcdDeadlines deadlines, List<EndpointFailure> tried) {
        Endpoint endpoint;
        try {
            endpoint = Endpoint.parse(url);
        } catch (IllegalArgumentException e) {
            tried.add(new EndpointFailure(url, Reason.OTHER, "it is no address of TCP"));
            return Optional.empty();
        }
        try {
            MemberConnection connection = at(endpoint, deadlines);
            long answering = connection.status().memberId();
            learn(endpoint, answering);
            if (answering == member.id()) {
                return Optional.of(connection);
            }
            tried.add(new EndpointFailure(
                    url, Reason.WRONG_MEMBER, "member " + Long.toHexString(answering) + " answers there"));
        } catch (EtcdUnavailableException e) {
            tried.addAll(e.tried());
        }
        return Optional.empty();
    }

    private synchronized void learn(Endpoint endpoint, long member) {
        servedBy.put(endpoint, member);
    }

    private synchronized Optional<Endpoint> knownFor(EtcdMember member) {
        return servedBy.entrySet().stream()
                .filter(served -> served.getValue() == member.id())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private synchronized boolean isSomeoneElse(Endpoint endpoint, EtcdMember member) {
        return Stream.ofNullable(servedBy.get(endpoint)).anyMatch(id -> id != member.id());
    }

    MemberConnection at(Endpoint endpoint, EtcdDeadlines deadlines) {
        synchronized (this) {
            MemberChannel channel = open.get(endpoint);
            if (channel != null && !closed) {
                return new MemberConnection(channel, deadlines);
            }
        }
        return new MemberConnection(keep(MemberChannel.open(endpoint, tls, route)), deadlines);
    }

    /** Opening reads files and may ask a node, so it happens outside the lock; of two the second is closed. */
    private MemberChannel keep(MemberChannel opened) {
        MemberChannel kept;
        boolean late;
        synchronized (this) {
            late = closed;
            kept = late ? opened : open.computeIfAbsent(opened.endpoint(), endpoint -> opened);
        }
        if (late || kept != opened) {
            opened.close();
        }
        if (late) {
            throw new IllegalStateException("the cluster is closed");
        }
        return kept;
    }

    @Override
    public void close() {
        List<MemberChannel> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(open.values());
            open.clear();
        }
        all.forEach(MemberChannel::close);
    }
}
