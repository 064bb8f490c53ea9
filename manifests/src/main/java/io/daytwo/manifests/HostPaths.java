package io.daytwo.manifests;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Where a container's paths lie on the host: through its mounts to volumes of kind hostPath. */
record HostPaths(YamlMap pod, YamlMap container) {
    private static final String BY_HAND = "Give the path on the host yourself.";

    Optional<String> volume(String name) {
        return volumePath(name).map(ScalarNode::getValue);
    }

    Optional<ScalarNode> volumePath(String name) {
        return volumes().stream()
                .filter(volume -> volume.text("name").orElse("").equals(name))
                .findFirst()
                .flatMap(volume -> volume.map("hostPath"))
                .flatMap(hostPath -> hostPath.scalar("path"));
    }

    private List<YamlMap> volumes() {
        return pod.map("spec").map(spec -> spec.maps("volumes")).orElse(List.of());
    }

    String of(String containerPath) {
        List<String> path = segments(containerPath);
        return container.maps("volumeMounts").stream()
                .filter(mount -> covers(mountPath(mount), path))
                .max(Comparator.comparingInt(mount -> mountPath(mount).size()))
                .map(mount -> through(mount, path))
                .orElse(join(path));
    }

    private String through(YamlMap mount, List<String> path) {
        String name = mount.text("name").orElse("");
        if (mount.text("subPathExpr").isPresent()) {
            throw mount.error("subPathExpr of the mount of \"" + name + "\" cannot be followed.", BY_HAND);
        }
        List<String> host = new ArrayList<>(segments(volume(name)
                .orElseThrow(() -> mount.error(
                        join(path) + " lies in the volume \"" + name + "\", which is no folder of the host.",
                        BY_HAND))));
        String sub = mount.text("subPath").orElse("");
        if (sub.startsWith("/") || List.of(sub.split("/", -1)).contains("..")) {
            throw mount.error("subPath of the mount of \"" + name + "\" leaves its volume.", BY_HAND);
        }
        host.addAll(segments("/" + sub));
        host.addAll(path.subList(mountPath(mount).size(), path.size()));
        return join(host);
    }

    private List<String> mountPath(YamlMap mount) {
        return segments(mount.text("mountPath").orElse(""));
    }

    private static boolean covers(List<String> mount, List<String> path) {
        return path.size() >= mount.size() && path.subList(0, mount.size()).equals(mount);
    }

    private List<String> segments(String path) {
        if (!path.startsWith("/")) {
            throw container.error("\"" + path + "\" is not an absolute path.", BY_HAND);
        }
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..") && !segments.isEmpty()) {
                segments.remove(segments.size() - 1);
            } else if (!segment.isEmpty() && !segment.equals(".") && !segment.equals("..")) {
                segments.add(segment);
            }
        }
        return segments;
    }

    private static String join(List<String> segments) {
        return "/" + String.join("/", segments);
    }
}
