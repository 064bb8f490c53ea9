package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ManifestEditTest {
    private final StaticPodManifest api = Corpus.manifest("kubeadm-1.34/kube-apiserver.yaml");
    private final StaticPodManifest flow = Corpus.manifest("edited/flow.yaml");
    private final StaticPodManifest args = Corpus.manifest("edited/args.yaml");

    private static ManifestException failure(ThrowingCallable edit) {
        return catchThrowableOfType(ManifestException.class, edit);
    }

    @Test
    void aNewFlagIsOneLineBehindTheLast() {
        StaticPodManifest after = api.withFlag("--audit-log-maxage", "30");
        assertThat(api.diff(after)).isEqualTo("+    - --audit-log-maxage=30");
        assertThat(after.flag("audit-log-maxage")).contains("30");
        assertThat(after.withoutFlag("audit-log-maxage").text()).isEqualTo(api.text());
        assertThat(api.diff(api)).isEmpty();
    }

    @Test
    void aGivenFlagChangesWhereItStands() {
        assertThat(api.diff(api.withFlag("secure-port", "7443")))
                .isEqualTo("-    - --secure-port=6443\n+    - --secure-port=7443");
    }

    @Test
    void commentsQuotesAndFormsStay() {
        assertThat(args.diff(args.withFlag("data-dir", "/data/new")))
                .isEqualTo("-        - /data/etcd            # the container's path, not the host's\n"
                        + "+        - /data/new            # the container's path, not the host's");
        assertThat(args.diff(args.withFlag("trusted-ca-file", "/x: y\"\\")))
                .isEqualTo("-        - \"/certs/ca.crt\"\n+        - \"/x: y\\\"\\\\\"");
        assertThat(args.diff(args.withFlag("initial-cluster", "it's")))
                .endsWith("\n+        - '--initial-cluster=it''s'");
        assertThat(flow.diff(flow.withFlag("quota-backend-bytes", "a, b")))
                .contains("'--data-dir=/var/lib/etcd', \"--quota-backend-bytes=a, b\",");
    }

    @Test
    void flowListsGrowAndShrinkInPlace() {
        StaticPodManifest more = flow.withFlag("snapshot-count", "10000");
        assertThat(flow.diff(more)).contains("[fd00::11]:2379\", \"--snapshot-count=10000\"],");
        assertThat(more.withoutFlag("snapshot-count").text()).isEqualTo(flow.text());
        StaticPodManifest less = flow.withoutFlag("quota-backend-bytes");
        assertThat(less.text())
                .contains("[etcd, \"--name=cp1\", '--data-dir=/var/lib/etcd',\n      \"--listen-client-urls");
    }

    @Test
    void theOnlyItemsOfAFlowListGo() {
        String text = "kind: Pod\nmetadata: {name: x}\nspec: {containers: [{command: [x], args: [--a, v, --b=1]}]}\n";
        StaticPodManifest pod = StaticPodManifest.parse(text, "p");
        assertThat(pod.withoutFlag("a").text()).contains("args: [--b=1]");
        assertThat(pod.withoutFlag("b").withoutFlag("a").text()).contains("args: []");
        assertThat(pod.withFlag("a", "w").text()).contains("[--a, w, --b=1]");
        assertThat(pod.withFlag("a", "[w").text()).contains("[--a, \"[w\", --b=1]");
    }

    @Test
    void twoWordsGoTogether() {
        assertThat(args.diff(args.withoutFlag("data-dir")))
                .isEqualTo("-        - --data-dir\n"
                        + "-        - /data/etcd            # the container's path, not the host's");
    }

    @Test
    void repeatedFlagsAreAddedAndRemovedButNotSet() {
        StaticPodManifest two = api.withFlagAdded("service-account-issuer", "https://old.example");
        assertThat(two.flagValues("service-account-issuer"))
                .containsExactly("https://kubernetes.default.svc.cluster.local", "https://old.example");
        assertThat(api.diff(two)).isEqualTo("+    - --service-account-issuer=https://old.example");
        assertThat(failure(() -> two.withFlag("service-account-issuer", "x")).getMessage())
                .contains("given 2 times");
        assertThat(two.withoutFlag("service-account-issuer").flags()).doesNotContainKey("service-account-issuer");
    }

    @Test
    void dollarsMeanThemselves() {
        for (String value : List.of("$(POD_IP)", "$$(POD_IP)", "$", "a$$b$(")) {
            assertThat(args.withFlag("cert-file", value).flag("cert-file")).contains(value);
            assertThat(args.withFlag("new", value).flag("new")).contains(value);
        }
    }

    @Test
    void imagesAndHostPathsAreSetInPlace() {
        assertThat(flow.diff(flow.withImage("registry.k8s.io/etcd:3.6.6-0")))
                .endsWith("+    image: \"registry.k8s.io/etcd:3.6.6-0\",");
        StaticPodManifest moved = flow.withHostPath("etcd-data", "/var/lib/etcd-restored");
        assertThat(moved.hostPath("/var/lib/etcd")).isEqualTo("/var/lib/etcd-restored");
        assertThat(flow.diff(moved))
                .endsWith("{name: etcd-data, hostPath: {path: /var/lib/etcd-restored, type: DirectoryOrCreate}}");
        assertThat(failure(() -> args.withHostPath("scratch", "/x")).getMessage())
                .contains("\"scratch\"");
    }

    @Test
    void windowsLineEndsAByteOrderMarkAndAMissingLastOneStay() {
        String text = "\ufeff# \ud83d\ude80\n" + api.text();
        for (String given : List.of(text, text.replace("\n", "\r\n"))) {
            StaticPodManifest before = StaticPodManifest.parse(given, "w");
            StaticPodManifest after = before.withFlag("v", "2").withFlag("secure-port", "7443");
            assertThat(after.text()).startsWith(given.substring(0, 8));
            assertThat(after.text().replace("\r\n", "").contains("\r")).isFalse();
            assertThat(after.withFlag("secure-port", "6443").withoutFlag("v").text())
                    .isEqualTo(given);
        }
        String open = "kind: Pod\nmetadata: {name: x}\nspec:\n  containers:\n  - name: x\n    command:\n    - x";
        assertThat(StaticPodManifest.parse(open, "o").withFlag("a", "b").text()).isEqualTo(open + "\n    - --a=b");
    }

    @Test
    void whatStandsOnSeveralLinesIsNotTouched() {
        assertThat(failure(() -> args.withFlag("listen-client-urls", "x")).line())
                .hasValue(32);
        String anchor = Corpus.text("edited/flow.yaml").replace("\"--name=cp1\"", "&n \"--name=cp1\"");
        StaticPodManifest anchored = StaticPodManifest.parse(anchor, "a");
        assertThat(failure(() -> anchored.withFlag("name", "x")).getMessage()).contains("anchor");
        String comment = Corpus.text("edited/flow.yaml").replace("\"--name=cp1\", ", "\"--name=cp1\", # mine\n      ");
        StaticPodManifest commented = StaticPodManifest.parse(comment, "c");
        assertThat(failure(() -> commented.withoutFlag("data-dir")).getMessage())
                .contains("one item at a time");
    }

    @Test
    void wrongNamesAndValuesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> api.withFlag("a b", "x"))
                .withMessageContaining("name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> api.withFlag("a", "x\ny"))
                .withMessageContaining("value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> api.withImage("a b"))
                .withMessageContaining("reference");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> api.withHostPath("etcd-data", "x"))
                .withMessageContaining("path");
    }
}
