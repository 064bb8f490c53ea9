package io.daytwo.manifests;

import java.util.List;

/**
 * How a static Pod is known on its node. The folder of its logs is called {@code NAMESPACE_POD_UID} (k8s.io/kubernetes
 * pkg/kubelet/kuberuntime/helpers.go, BuildPodLogsDirectory), and the Pod like its manifest, a dash and the node. Only
 * where a Pod has no logs, its container's name at the runtime or its program's name decide.
 *
 * @param beside names of other manifests: {@code etcd-events-cp1} is none of {@code etcd}'s where {@code etcd-events}
 *     is
 */
record PodNames(String namespace, String pod, String container, String program, List<String> beside) {
    /** The kernel keeps so much of a program's name. */
    private static final int LONGEST = 15;

    static PodNames of(PodShape shape, List<String> beside) {
        StaticPodManifest manifest = shape.manifest();
        return new PodNames(manifest.namespace(), manifest.name(), shape.container(), shape.program(), beside);
    }

    boolean isLogFolder(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.startsWith(namespace + "_" + pod + "-")
                && beside.stream()
                        .filter(other -> other.startsWith(pod + "-"))
                        .noneMatch(other -> name.startsWith(namespace + "_" + other + "-"));
    }

    boolean isProgram(PodProcess process) {
        return process.name().equals(program.substring(0, Math.min(LONGEST, program.length())));
    }
}
