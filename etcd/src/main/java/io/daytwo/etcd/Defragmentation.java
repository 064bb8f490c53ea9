package io.daytwo.etcd;

import io.daytwo.progress.ProgressListener;

/**
 * Gives the holes in the database files back to the file system. One member at a time, because a member answers nothing
 * while its file is rewritten; the leader last, and who leads is asked anew before each; between two members all that
 * was disturbed must be healthy again. A learner is skipped, as etcd defragments none. A member is skipped when the
 * others would be no majority without it. Immutable; nothing happens before {@link #run()}.
 */
public final class Defragmentation {
    private final EtcdCluster cluster;
    private final boolean downtimeAccepted;
    private final ProgressListener progress;

    Defragmentation(EtcdCluster cluster, boolean downtimeAccepted, ProgressListener progress) {
        this.cluster = cluster;
        this.downtimeAccepted = downtimeAccepted;
        this.progress = progress;
    }

    /**
     * Consents that the cluster answers nothing for a while where there are only one or two voters, which cannot spare
     * any. More voters are never defragmented without a majority beside.
     *
     * @return a copy
     */
    public Defragmentation acceptDowntime() {
        return new Defragmentation(cluster, true, progress);
    }

    /**
     * Tells of each member when it begins and when it is done.
     *
     * @param listener hears it
     * @return a copy
     */
    public Defragmentation onProgress(ProgressListener listener) {
        return new Defragmentation(cluster, downtimeAccepted, listener.guarded());
    }

    /**
     * Defragments all members that can be spared.
     *
     * @return what was done, in order, and what was not
     * @throws QuorumAtRiskException when no voter can be spared: there are one or two and {@link #acceptDowntime()} was
     *     not called, or too many are missing; nothing was changed
     * @throws DefragmentationStoppedException when a member failed midway or was not healthy again within
     *     {@link EtcdDeadlines#settle()}; with what was done before
     * @throws EtcdInterruptedException when the thread is interrupted; with what was done before
     */
    public DefragmentationReport run() {
        return new DefragmentationRun(cluster, downtimeAccepted, progress).run();
    }
}
