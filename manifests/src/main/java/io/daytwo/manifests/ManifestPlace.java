package io.daytwo.manifests;

import io.daytwo.manifests.ManifestRefusedException.Reason;
import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Where the manifest of one component lies: in the kubelet's folder, or parked. Parked manifests lie in
 * {@code daytwo-parked} beside that folder, usually {@code /etc/kubernetes/daytwo-parked}: on the same file system, so
 * that parking is one rename which keeps owner, mode and content and cannot be half done; out of the kubelet's sight;
 * and where a person looks for manifests first. The folder is root's alone (0700).
 */
record ManifestPlace(NodeExecutor node, String directory, String component) {
    private static final Map<Integer, Reason> REFUSALS = Map.of(
            ManifestScript.UNSAFE, Reason.UNSAFE_FOLDER,
            ManifestScript.OTHER_FILE_SYSTEM, Reason.OTHER_FILE_SYSTEM,
            ManifestScript.OCCUPIED, Reason.OCCUPIED,
            ManifestScript.CHANGED, Reason.CHANGED,
            ManifestScript.LINK, Reason.LINK);

    /**
     * What lies there.
     *
     * @param running the hash of the manifest in the kubelet's folder; {@code -} for none, {@code link} for a link
     * @param parked the same of the parked one
     * @param beside what other components' files are called, without their extension
     */
    record Lying(String running, String parked, List<String> beside) {
        boolean isRunning() {
            return !running.equals("-");
        }

        boolean isParked() {
            return !parked.equals("-");
        }
    }

    String path() {
        return directory + "/" + component + ".yaml";
    }

    String parkingFolder() {
        return directory.substring(0, directory.lastIndexOf('/')) + "/daytwo-parked";
    }

    String parkedPath() {
        return parkingFolder() + "/" + component + ".yaml";
    }

    /** Where a manifest is kept that another has replaced: one file for each content. */
    String keptPath(String hash) {
        return parkedPath() + "." + hash.substring(0, 12);
    }

    Lying look() {
        List<String> lines = node.run(Command.readingShell(ManifestScript.LOOK, path(), parkedPath()))
                .orThrow()
                .stdout()
                .lines()
                .toList();
        List<String> beside = lines.subList(2, lines.size()).stream()
                .map(name -> name.replaceFirst("\\.yaml(\\..*)?$", ""))
                .filter(name -> !name.equals(component))
                .toList();
        return new Lying(lines.get(0), lines.get(1), beside);
    }

    Command parking(String hash) {
        return Command.changingShell(ManifestScript.MOVE, path(), parkedPath(), hash);
    }

    Command returning(String hash) {
        return Command.changingShell(ManifestScript.MOVE, parkedPath(), path(), hash);
    }

    void park(String hash) {
        finish(parking(hash), path(), parkedPath(), hash);
    }

    void bringBack(String hash) {
        finish(returning(hash), parkedPath(), path(), hash);
    }

    void replace(StaticPodManifest manifest) {
        Command replacing = Command.changingShell(
                        ManifestScript.REPLACE,
                        path(),
                        keptPath(manifest.base()),
                        manifest.base(),
                        Sha256.of(manifest.text()))
                .stdin(manifest.text().getBytes(StandardCharsets.UTF_8));
        finish(replacing, path(), keptPath(manifest.base()), manifest.base());
    }

    void putBack(String hash) {
        finish(
                Command.changingShell(ManifestScript.PUT_BACK, keptPath(hash), path(), hash),
                keptPath(hash),
                path(),
                hash);
    }

    private void finish(Command command, String from, String to, String hash) {
        CommandResult result = node.run(command);
        Reason reason = REFUSALS.get(result.exitStatus());
        if (reason != null) {
            throw ManifestRefusedException.of(
                    reason, node.name(), from, to, hash, result.stdout().strip());
        }
        result.orThrow();
    }

    /** Refuses an edit of what does not lie there any more, unless it has been made already. */
    void requireUnchanged(StaticPodManifest manifest) {
        String there = look().running();
        if (!there.equals("-") && !there.equals(manifest.base()) && !there.equals(Sha256.of(manifest.text()))) {
            throw ManifestRefusedException.of(Reason.CHANGED, node.name(), path(), "", manifest.base(), there);
        }
    }

    void requireOne(Lying lying) {
        if (lying.isRunning() && lying.isParked()) {
            throw ManifestRefusedException.of(
                    Reason.OCCUPIED, node.name(), path(), parkedPath(), lying.running(), lying.parked());
        }
        if (lying.running().equals("link") || lying.parked().equals("link")) {
            throw ManifestRefusedException.of(Reason.LINK, node.name(), path(), parkedPath(), "", "");
        }
    }
}
