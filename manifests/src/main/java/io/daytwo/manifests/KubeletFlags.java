package io.daytwo.manifests;

import io.daytwo.node.NodeExecutor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The kubelet's flags, where kubeadm's packages let its unit find them: {@code $KUBELET_KUBEADM_ARGS} and then
 * {@code $KUBELET_EXTRA_ARGS} (10-kubeadm.conf of the packages). A flag counts more than the configuration file, the
 * last one most. What another unit file gives the kubelet is not seen.
 */
final class KubeletFlags {
    /** The first one is kubeadm's (constants.go, KubeletEnvFileName); then those of Debian's and Red Hat's package. */
    static final List<String> FILES =
            List.of("/var/lib/kubelet/kubeadm-flags.env", "/etc/default/kubelet", "/etc/sysconfig/kubelet");

    private static final int MOST_BYTES = 1 << 16;

    private final ComponentFlags flags;

    private KubeletFlags(ComponentFlags flags) {
        this.flags = flags;
    }

    static KubeletFlags of(NodeExecutor node) {
        String all = String.join(
                "\n",
                FILES.stream()
                        .filter(node.files()::exists)
                        .map(file -> new String(node.files().read(file, MOST_BYTES), StandardCharsets.UTF_8))
                        .toList());
        return new KubeletFlags(
                ComponentFlags.of(Stream.concat(words(all, "KUBELET_KUBEADM_ARGS"), words(all, "KUBELET_EXTRA_ARGS"))
                        .toList()));
    }

    /** As systemd reads an EnvironmentFile: the last assignment counts, a backslash continues a line. */
    private static Stream<String> words(String text, String variable) {
        return Pattern.compile("^[ \\t]*" + variable + "=([\"']?)(.*?)\\1[ \\t\\r]*$", Pattern.MULTILINE)
                .matcher(text.replace("\\\n", " "))
                .results()
                .reduce((first, last) -> last)
                .map((MatchResult last) -> last.group(2).strip())
                .filter(value -> !value.isEmpty())
                .stream()
                .flatMap(value -> Stream.of(value.split("\\s+")));
    }

    /** The value given last, without quotes. */
    Optional<String> last(String name) {
        return flags.all(name).stream()
                .reduce((first, last) -> last)
                .map(value -> value.replaceAll("^[\"']|[\"']$", ""))
                .filter(value -> !value.isEmpty());
    }
}
