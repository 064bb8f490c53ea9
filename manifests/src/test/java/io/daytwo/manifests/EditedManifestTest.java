package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Manifests that people have edited. */
class EditedManifestTest {
    private final StaticPodManifest flow = Corpus.manifest("edited/flow.yaml");
    private final StaticPodManifest args = Corpus.manifest("edited/args.yaml");

    private static ManifestException failure(ThrowingCallable reading) {
        ManifestException error = catchThrowableOfType(ManifestException.class, reading);
        assertThat(error.getMessage()).endsWith(error.remedy());
        return error;
    }

    @Test
    void flowStyleQuotesAndCommentsMakeNoDifference() {
        assertThat(flow.name()).isEqualTo("etcd");
        assertThat(flow.image()).isEqualTo("registry.example/etcd:3.6.8-0");
        assertThat(flow.flag("--data-dir")).contains("/var/lib/etcd");
        assertThat(flow.flag("--quota-backend-bytes")).contains("8589934592");
        assertThat(flow.flag("--listen-client-urls")).contains("https://127.0.0.1:2379,https://[fd00::11]:2379");
        assertThat(flow.hostPath("/var/lib/etcd")).isEqualTo("/mnt/nvme/etcd");
        assertThat(flow.hostPath("/var/lib/etcd/../etcd//member/")).isEqualTo("/mnt/nvme/etcd/member");
    }

    @Test
    void windowsLineEndsAndAByteOrderMarkMakeNoDifference() {
        String text = "\ufeff" + Corpus.text("edited/flow.yaml").replace("\n", "\r\n");
        StaticPodManifest windows = StaticPodManifest.parse(text, "windows");
        assertThat(windows.flags()).isEqualTo(flow.flags());
        assertThat(windows.image()).isEqualTo(flow.image());
        assertThat(windows.text()).isEqualTo(text);
    }

    @Test
    void theContainerCalledLikeThePodCounts() {
        assertThat(args.image()).isEqualTo("registry.example:5000/k8s/etcd:3.6.8-0");
        assertThat(args.flag("--data-dir")).contains("/data/etcd");
    }

    @Test
    void flagsOfCommandAndArgsInEveryForm() {
        assertThat(args.flag("--trusted-ca-file")).contains("/certs/ca.crt");
        assertThat(args.flag("--listen-client-urls")).contains("https://127.0.0.1:2379,https://10.0.0.11:2379");
        assertThat(args.flag("--cert-file")).contains("\"/certs/server.crt\"");
        assertThat(args.flagValues("client-cert-auth")).containsExactly("true", "false");
        assertThat(args.flag("client-cert-auth")).contains("false");
        assertThat(args.flag("--name")).isEmpty();
    }

    @Test
    void variablesAreReplacedAsTheKubeletDoes() {
        assertThat(args.flag("--listen-peer-urls")).contains("https://10.0.0.11:2380");
        assertThat(args.flag("--initial-cluster"))
                .contains("cp1=https://10.0.0.11:2380,price=$(POD_IP),other=$(UNKNOWN)");
        String outside = Corpus.text("edited/args.yaml").replace("- --\n", "- --name=$(NODE_NAME)\n");
        StaticPodManifest manifest = StaticPodManifest.parse(outside, "outside");
        assertThat(failure(() -> manifest.flag("--name")).getMessage()).contains("$(NODE_NAME)", "outside");
    }

    @Test
    void aShellHidesFlags() {
        String shell = Corpus.text("edited/flow.yaml").replace("command: [etcd, ", "command: [/bin/sh, -c, ");
        StaticPodManifest manifest = StaticPodManifest.parse(shell, "shell");
        assertThat(manifest.image()).endsWith("etcd:3.6.8-0");
        ManifestException error = failure(() -> manifest.flag("--data-dir"));
        assertThat(error.getMessage()).contains("shell");
        assertThat(error.line()).hasValue(7);
    }

    @Test
    void theLongestMountWins() {
        assertThat(args.hostPath("/certs/ca.crt")).isEqualTo("/etc/ssl/etcd-ca.crt");
        assertThat(args.hostPath("/certs/server.crt")).isEqualTo("/etc/kubernetes/pki/etcd/server.crt");
        assertThat(args.hostPath("/certsx")).isEqualTo("/certsx");
        assertThat(args.hostPath("/data/etcd")).isEqualTo("/mnt/nvme/etcd/members/cp1/etcd");
        assertThat(args.hostPath("/usr/lib")).isEqualTo("/usr/lib");
    }

    @Test
    void mountsThatCannotBeFollowedAreRefused() {
        assertThat(failure(() -> args.hostPath("/tmp/x")).getMessage())
                .contains("\"scratch\"", "no folder of the host");
        assertThat(failure(() -> args.hostPath("/expr")).getMessage()).contains("subPathExpr");
        assertThat(failure(() -> args.hostPath("/escape")).getMessage()).contains("leaves its volume");
        assertThat(failure(() -> args.hostPath("default.etcd")).getMessage()).contains("absolute");
    }

    @Test
    void onlyPodsAreManifests() {
        assertThat(failure(() -> StaticPodManifest.parse("kind: Deployment\n", "d.yaml"))
                        .getMessage())
                .contains("d.yaml", "Deployment");
        assertThat(failure(() -> StaticPodManifest.parse("kind: Pod\nmetadata: {}\n", "p"))
                        .getMessage())
                .contains("no name");
        String noContainer = "kind: Pod\nmetadata: {name: x}\nspec: {containers: []}\n";
        assertThat(failure(() -> StaticPodManifest.parse(noContainer, "p")).getMessage())
                .contains("no containers");
        String strangers = "kind: Pod\nmetadata: {name: x}\nspec: {containers: [{name: a}, {name: b}]}\n";
        StaticPodManifest pair = StaticPodManifest.parse(strangers, "p");
        assertThat(pair.name()).isEqualTo("x");
        assertThat(failure(pair::image).getMessage()).contains("none of its 2 containers");
        String wrongKind = "kind: Pod\nmetadata: {name: x}\nspec:\n  containers: etcd\n";
        assertThat(failure(() -> StaticPodManifest.parse(wrongKind, "p")).line())
                .hasValue(4);
        String noImage = "kind: Pod\nmetadata: {name: x}\nspec: {containers: [{name: x}]}\n";
        StaticPodManifest bare = StaticPodManifest.parse(noImage, "p");
        assertThat(bare.namespace()).isEqualTo("default");
        assertThat(bare.flags()).isEmpty();
        assertThat(failure(bare::image).getMessage()).contains("no image");
    }
}
