package io.daytwo.etcd;

import io.daytwo.etcd.BackupRefusedException.Reason;
import io.daytwo.etcd.snapshot.Snapshot;
import io.daytwo.progress.ProgressEvent;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One backup from the first question to the name of the file. Used once. */
final class BackupRun {
    private static final Logger LOG = LoggerFactory.getLogger(BackupRun.class);
    private static final long SIDECAR_ROOM = 1 << 20;

    private final EtcdCluster cluster;
    private final BackupSettings settings;
    private final BackupTarget target;
    private final PartFile part;
    private final List<String> warnings = new ArrayList<>();

    BackupRun(EtcdCluster cluster, BackupSettings settings, BackupTarget target, PartFile part) {
        this.cluster = cluster;
        this.settings = settings;
        this.target = target;
        this.part = part;
    }

    Snapshot save() {
        BackupSurvey survey = BackupSurvey.of(cluster);
        ReachableMember member = settings.choice().among(survey);
        warnAbout(survey, member);
        List<KeySpaceHash> agreed = compare(survey, member);
        checkSpace(member);
        Instant time = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        SnapshotDownload.Received received = new SnapshotDownload(
                        member.label(), settings.stallLimit(), settings.sizeLimit(), settings.listener())
                .into(part, member.connection().channel().grpc());
        ArrivedSnapshot arrived = new ArrivedSnapshot(member, part, received, settings);
        ArrivedSnapshot.Proof proof = arrived.prove(agreed);
        proof.doubts().forEach(this::warn);
        try {
            target.publish(part, new Sidecar(target.path(), proof, agreed, survey, member, warnings, time).json());
        } catch (IOException e) {
            throw arrived.writeFailed(e);
        }
        LOG.info(
                "{}: saved from {} at revision {}",
                target.path(),
                member.label(),
                proof.report().revision());
        return proof.snapshot().renamed(target.path());
    }

    private void warn(String sentence) {
        warnings.add(sentence);
        LOG.warn("{}: {}", target.path(), sentence);
        settings.listener().guarded().on(new ProgressEvent.Warned("backup " + target.path(), sentence));
    }

    private void warnAbout(BackupSurvey survey, ReachableMember member) {
        if (!survey.quorum()) {
            warn("taken without quorum: it may lack writes that were acknowledged, or hold some that were not");
        }
        if (survey.sees(EtcdAlarm.Kind.NOSPACE)) {
            warn("a NOSPACE alarm is raised: a cluster restored with its alarms refuses writes");
        }
        if (survey.sees(EtcdAlarm.Kind.CORRUPT)) {
            warn("a CORRUPT alarm is raised and was accepted");
        }
        if (member.lag() > MemberExamination.FAR_BEHIND) {
            warn("the member was " + member.lag() + " raft entries behind, which was accepted");
        }
        if (!survey.unreachable().isEmpty()) {
            warn("not every member answered: " + survey.missing());
        }
    }

    /** {@return the comparable hashes of the members; none where there is nobody to compare with} */
    private List<KeySpaceHash> compare(BackupSurvey survey, ReachableMember chosen) {
        List<ReachableMember> comparable = survey.reachable().stream()
                .filter(one -> one.equals(chosen) || one.isComparable())
                .toList();
        HashComparison.Result compared = new HashComparison(comparable).compare();
        compared.doubts().forEach(this::warn);
        List<KeySpaceHash> hashes = compared.hashes();
        if (hashes.stream().mapToLong(KeySpaceHash::hash).distinct().count() > 1) {
            if (!settings.divergenceAccepted()) {
                throw new MembersDisagreeException(hashes);
            }
            warn("the members disagree, which was accepted: " + hashes);
        }
        return hashes;
    }

    private void checkSpace(ReachableMember member) {
        long needed = member.status().dbSize() + SIDECAR_ROOM;
        try {
            long usable = part.usableBytes();
            if (usable < needed) {
                throw new BackupRefusedException(
                        Reason.NO_SPACE,
                        part.folder().toString(),
                        usable + " bytes are free, " + needed + " are needed.",
                        "Free some space, or save to another disk.");
            }
        } catch (IOException e) {
            LOG.debug("The free space of {} is not known; the download finds out", part.folder(), e);
        }
    }
}
