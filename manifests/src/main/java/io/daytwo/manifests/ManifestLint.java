package io.daytwo.manifests;

import io.daytwo.DayTwoException;
import io.daytwo.manifests.ManifestFinding.Kind;
import io.daytwo.node.FileStat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Judges all files of a folder as the kubelet takes them: every file that is not hidden, whatever its extension; of two
 * for the same Pod the later name wins (k8s.io/kubernetes pkg/kubelet/config/file.go; issue 136962).
 */
final class ManifestLint {
    private static final Pattern COPY = Pattern.compile(
            ".*(~|[.-](bak|back|backup|old|orig|save|saved|sav|tmp|temp|swp|swo|copy|new|rej|rpmsave|rpmnew|dpkg-[a-z]+)"
                    + "([.-]?[0-9-]*)(\\.ya?ml)?)|sed[A-Za-z0-9]{6}|#.*#|.*\\.ya?ml[._-]?[0-9][0-9TZ:._-]*");

    private static final int WRITABLE_BY_OTHERS = 0022;

    private final List<ManifestFinding> findings = new ArrayList<>();
    private final Map<String, String> pods = new LinkedHashMap<>();

    /** In the order of the files' names. */
    void look(String path, FileStat stat, StaticPodManifest manifest) {
        judgeFile(path, stat);
        String pod = manifest.namespace() + "/" + manifest.name();
        String before = pods.put(pod, path);
        if (before != null) {
            add(
                    Kind.SECOND_FILE,
                    path,
                    "defines the Pod " + pod + ", as " + before + " does: the kubelet runs this one alone.",
                    "Move the wrong one out of the folder.");
        } else if (COPY.matcher(fileName(path)).matches()) {
            add(
                    Kind.COPY,
                    path,
                    "looks like a copy, but the kubelet runs it: it defines the Pod " + pod + ".",
                    "Keep copies outside of the folder.");
        }
    }

    void look(String path, FileStat stat, DayTwoException unreadable) {
        judgeFile(path, stat);
        add(
                Kind.UNREADABLE,
                path,
                "cannot be read as the manifest of a Pod (" + unreadable.getMessage() + ").",
                "Correct it, or move it out of the folder.");
    }

    private void judgeFile(String path, FileStat stat) {
        if (stat.link()) {
            add(
                    Kind.SYMLINK,
                    path,
                    "is a symbolic link: the kubelet may see changes of the file behind it late.",
                    "Put the file itself in its place.");
        }
        if (!stat.owner().equals("root") || (stat.mode() & WRITABLE_BY_OTHERS) != 0) {
            add(
                    Kind.OWNER,
                    path,
                    String.format(
                            "belongs to %s and has mode %04o: whoever may write it is root on this node.",
                            stat.owner(), stat.mode()),
                    "Run chown root:root and chmod 600 on it.");
        }
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void add(Kind kind, String path, String problem, String remedy) {
        findings.add(new ManifestFinding(kind, path, problem, remedy));
    }

    List<ManifestFinding> findings() {
        return List.copyOf(findings);
    }
}
