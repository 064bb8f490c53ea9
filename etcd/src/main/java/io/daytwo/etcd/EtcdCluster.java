package io.daytwo.etcd;

import io.daytwo.node.NodeExecutor;
import io.daytwo.progress.ProgressListener;
import java.util.List;

/**
 * A living etcd cluster. Connects when it is first asked something, to each member on its own; {@link #close()} ends
 * all connections and threads. Every call blocks, has a deadline ({@link EtcdDeadlines}) and ends with
 * {@link EtcdInterruptedException} when its thread is interrupted. Thread-safe.
 */
public final class EtcdCluster implements AutoCloseable {
    private final Connections connections;
    private final EtcdDeadlines deadlines;

    private EtcdCluster(Connections connections, EtcdDeadlines deadlines) {
        this.connections = connections;
        this.deadlines = deadlines;
    }

    /**
     * The cluster of a control-plane node: endpoint and certificates are read from its etcd.yaml, in the folder that
     * its kubelet reads. The healthcheck client's certificate beside the server's is used; the server's own where that
     * one is missing or unfit. Connections go through the node. Reads files of the node, changes nothing.
     *
     * @param node a control-plane node; stays open when the cluster is closed
     * @return the cluster, not connected yet
     * @throws io.daytwo.manifests.ManifestException when etcd.yaml cannot be read
     * @throws EtcdManifestException when it lacks what is needed to connect
     */
    public static EtcdCluster of(NodeExecutor node) {
        return of(EtcdOnNode.read(node));
    }

    /**
     * The same with the folder of the static Pod manifests given.
     *
     * @param node a control-plane node; stays open when the cluster is closed
     * @param manifestDir where etcd.yaml lies, e.g. {@code /etc/kubernetes/manifests}
     * @return the cluster, not connected yet
     */
    public static EtcdCluster of(NodeExecutor node, String manifestDir) {
        return of(EtcdOnNode.read(node, manifestDir));
    }

    private static EtcdCluster of(EtcdOnNode found) {
        return new EtcdCluster(
                new Connections(found.endpoints(), found.tls(), Route.through(found.node())), EtcdDeadlines.defaults());
    }

    /**
     * A cluster given by endpoints, e.g. external etcd.
     *
     * @param endpoints client URLs of at least one member, {@code https://10.0.0.11:2379}; others are found through it
     * @param tls how to speak to them; {@link EtcdTls#none()} for {@code http://} endpoints
     * @return the cluster, not connected yet
     */
    public static EtcdCluster at(List<String> endpoints, EtcdTls tls) {
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
        return new EtcdCluster(new Connections(seeds, tls, Route.direct()), EtcdDeadlines.defaults());
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

    /** {@return how long calls may take} */
    public EtcdDeadlines deadlines() {
        return deadlines;
    }

    /**
     * Lists the members. All given endpoints are asked at once; the first list that a majority confirmed is taken.
     * Without quorum it is the list that one member remembers, and says so.
     *
     * @return the members
     * @throws EtcdUnavailableException when no endpoint answers, with what failed at each
     */
    public MemberList members() {
        return new MemberDiscovery(connections.seeds().stream()
                        .map(seed -> connections.at(seed, deadlines))
                        .toList())
                .members();
    }

    /**
     * Looks at every member: whether it answers and reads from its own database, alarms, its raft lag, its quota, and
     * whether the members hold the same data; of the voters, whether a majority serves. Members that do not answer are
     * part of the answer. To compare the data each member reads every key once; takes {@link EtcdDeadlines#hash()} at
     * most for that.
     *
     * @return how the cluster is
     * @throws EtcdUnavailableException when no endpoint answers at all
     */
    public EtcdHealth health() {
        return new HealthCheck(this).lookThoroughly();
    }

    /**
     * The same without comparing the members' data: a few small calls to each.
     *
     * @return how the cluster is, no hashes in it
     * @throws EtcdUnavailableException when no endpoint answers at all
     */
    public EtcdHealth quickHealth() {
        return new HealthCheck(this).look();
    }

    /**
     * Lists the alarms, as the members tell them in their status: that needs no quorum.
     *
     * @return alarms raised, on any member
     */
    public List<EtcdAlarm> alarms() {
        return quickHealth().alarms();
    }

    /**
     * Disarms all NOSPACE alarms. Compact and defragment before, or they come back. A CORRUPT alarm stays: it keeps
     * clients from data that may be wrong, and is disarmed by {@link #disarm} once the member is replaced.
     *
     * @return the alarms that were disarmed
     * @throws QuorumAtRiskException when no majority serves
     */
    public List<EtcdAlarm> disarmAlarms() {
        return new AlarmDisarm(this).all(EtcdAlarm.Kind.NOSPACE);
    }

    /**
     * Disarms one alarm, of either kind. Before CORRUPT replace the member whose data differ.
     *
     * @param alarm as {@link #alarms()} told it; not of a kind that is UNKNOWN to this library
     * @return the alarm, empty when it is not raised any more
     * @throws QuorumAtRiskException when no majority serves
     */
    public List<EtcdAlarm> disarm(EtcdAlarm alarm) {
        return new AlarmDisarm(this).one(alarm);
    }

    /**
     * Defragments one member after the other, the leader last: {@code defragmentation().run()}.
     *
     * @return what was done
     * @throws QuorumAtRiskException when no voter can be spared
     * @throws DefragmentationStoppedException when a member failed midway
     */
    public DefragmentationReport defragment() {
        return defragmentation().run();
    }

    /** {@return a defragmentation to be told more about before it runs} */
    public Defragmentation defragmentation() {
        return new Defragmentation(this, false, ProgressListener.none());
    }

    /**
     * Adds a member without a vote. It must then be started with {@code --initial-cluster-state=existing}.
     *
     * @param peerUrls where its peers will reach it, {@code https://10.0.0.14:2380}
     * @return the member, and the quorum before and after
     * @throws QuorumAtRiskException when no majority serves
     * @throws EtcdRefusedException when etcd refuses
     */
    public MembershipChange addLearner(String... peerUrls) {
        return new MembershipChanges(this).addLearner(List.of(peerUrls));
    }

    /**
     * Adds a member with a vote, which counts from this moment though it does not run yet. Prefer {@link #addLearner}.
     *
     * @param peerUrls where its peers will reach it, {@code https://10.0.0.14:2380}
     * @return the member, and the quorum before and after
     * @throws QuorumAtRiskException when no majority would serve until it has started
     * @throws EtcdRefusedException when etcd refuses
     */
    public MembershipChange addVoter(String... peerUrls) {
        return new MembershipChanges(this).addVoter(List.of(peerUrls));
    }

    /**
     * Gives a learner its vote.
     *
     * @param learner which
     * @return the quorum before and after
     * @throws QuorumAtRiskException when no majority would serve afterwards
     * @throws EtcdRefusedException when etcd refuses, e.g. because it has not caught up
     */
    public MembershipChange promote(EtcdMember learner) {
        return new MembershipChanges(this).promote(learner);
    }

    /**
     * Removes a member for good: its process ends, its data directory is of no use any more.
     *
     * @param member which
     * @return the quorum before and after
     * @throws QuorumAtRiskException when no majority would serve afterwards
     * @throws EtcdRefusedException when etcd refuses
     */
    public MembershipChange remove(EtcdMember member) {
        return new MembershipChanges(this).remove(member);
    }

    /** {@return a connection to a member; kept and closed by this cluster} */
    MemberConnection connect(EtcdMember member) {
        return connections.to(member, deadlines);
    }

    /** Ends all connections and threads, those of copies with other deadlines too. */
    @Override
    public void close() {
        connections.close();
    }
}
