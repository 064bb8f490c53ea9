package io.daytwo.manifests;

import io.daytwo.node.NodeExecutor;

/** What the kubelet's own configuration file says; defaults where a node has none. */
record KubeletSettings(String staticPodPath) {
    /** kubeadm's place for it (cmd/kubeadm/app/constants/constants.go, KubeletConfigurationFileName). */
    private static final String FILE = "/var/lib/kubelet/config.yaml";

    private static final String KUBEADM_DEFAULT = "/etc/kubernetes/manifests";

    static KubeletSettings of(NodeExecutor node) {
        if (!node.files().exists(FILE)) {
            return new KubeletSettings(KUBEADM_DEFAULT);
        }
        String source = node.name() + ":" + FILE;
        YamlMap settings =
                YamlText.parse(YamlText.decode(node.files().read(FILE, YamlText.MOST_BYTES), source), source);
        return new KubeletSettings(settings.text("staticPodPath")
                .filter(path -> path.startsWith("/"))
                .orElseThrow(() -> new ManifestException(
                        source,
                        0,
                        "names no absolute staticPodPath.",
                        "Set staticPodPath, or name the folder yourself: StaticPods.on(node, folder).")));
    }
}
