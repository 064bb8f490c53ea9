package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Members of a cluster to be, as etcdutl's flags and as a {@link Restore}. */
record Members(Map<String, List<String>> peerUrls, String token, long bump, Optional<Path> walDir) {
    static Members one() {
        return new Members(Map.of("default", List.of("http://127.0.0.1:2380")), "compared", 0, Optional.empty());
    }

    /** Every kind of URL there is, the second member with several, out of order. */
    static Members three() {
        Map<String, List<String>> urls = new LinkedHashMap<>();
        urls.put("cp1", List.of("https://10.0.0.11:2380"));
        urls.put("cp2", List.of("https://[fd00::12]:2380", "https://10.0.0.12:2380", "unix://127.0.0.1:2380"));
        urls.put("cp-3.example", List.of("http://cp-3.example:02380"));
        return new Members(urls, "restored-2026-11-21", 0, Optional.empty());
    }

    static Members many(int count) {
        Map<String, List<String>> urls = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            urls.put("m" + i, List.of("http://127.0.0.1:" + (2380 + i)));
        }
        return new Members(urls, "many", 0, Optional.empty());
    }

    Members bumpedBy(long revisions) {
        return new Members(peerUrls, token, revisions, walDir);
    }

    Members logIn(Path directory) {
        return new Members(peerUrls, token, bump, Optional.of(directory));
    }

    String last() {
        return List.copyOf(peerUrls.keySet()).get(peerUrls.size() - 1);
    }

    /** Restores the last member by us, alarms and all. */
    RestoredMember byUs(Path file, Path dataDir, boolean unhashed) {
        Restore restore = Restore.from(Snapshot.open(file)).token(token).keepAlarms();
        for (Map.Entry<String, List<String>> member : peerUrls.entrySet()) {
            restore = restore.member(member.getKey(), member.getValue().toArray(String[]::new));
        }
        restore = bump == 0 ? restore.keepRevision() : restore.bumpRevisionBy(bump);
        restore = unhashed ? restore.acceptUnhashed() : restore;
        restore = walDir.isEmpty() ? restore : restore.walDir(walDir.get().resolve("ours"));
        return restore.toDataDir(last(), dataDir);
    }

    /** Restores the last member by etcdutl; gives back its log. */
    Path byEtcdutl(EtcdRelease release, Path file, Path dataDir, boolean unhashed) {
        List<String> flags = new ArrayList<>(List.of("snapshot", "restore", file.toString()));
        flags.addAll(List.of("--data-dir=" + dataDir, "--name=" + last(), "--initial-cluster-token=" + token));
        flags.add("--initial-cluster="
                + peerUrls.entrySet().stream()
                        .flatMap(member -> member.getValue().stream().map(url -> member.getKey() + "=" + url))
                        .collect(Collectors.joining(",")));
        flags.add("--initial-advertise-peer-urls=" + String.join(",", peerUrls.get(last())));
        if (bump > 0) {
            flags.addAll(List.of("--bump-revision=" + bump, "--mark-compacted"));
        }
        if (unhashed) {
            flags.add("--skip-hash-check");
        }
        walDir.ifPresent(wal -> flags.add("--wal-dir=" + wal.resolve("theirs")));
        Tool.of(release.etcdutl(), flags.toArray()).run().ok();
        return walDir.map(wal -> wal.resolve("theirs")).orElse(dataDir.resolve("member/wal"));
    }
}
