package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Whatever is set, one value of the tree and the bytes of its line change. */
class EditsTouchOneLineTest {
    private static final String LETTERS = "aZ09-_./:,=@%+~^*&!|>'\"#[]{}?`$() \\\u00e9\ud83d\ude80";

    private final Random random = new Random(20261121);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kubeadm-1.33/etcd.yaml",
                "kubeadm-1.33/kube-apiserver.yaml",
                "kubeadm-1.33/kube-controller-manager.yaml",
                "kubeadm-1.34/etcd.yaml",
                "kubeadm-1.34/kube-scheduler.yaml",
                "kubeadm-1.35/kube-apiserver.yaml",
                "kubeadm-1.36/etcd.yaml",
                "kubeadm-1.36/kube-controller-manager.yaml",
                "kubeadm-1.37/kube-apiserver.yaml",
                "edited/flow.yaml",
                "edited/args.yaml"
            })
    void inEveryManifestForEveryFlag(String name) {
        for (String newline : List.of("\n", "\r\n")) {
            StaticPodManifest before = StaticPodManifest.parse(Corpus.text(name).replace("\n", newline), name);
            List<String> flags = new ArrayList<>(before.flags().keySet());
            if (name.equals("edited/args.yaml")) {
                assertThat(flags.remove("listen-client-urls"))
                        .as("the one on two lines")
                        .isTrue();
            }
            for (String flag : flags) {
                for (int i = 0; i < 20; i++) {
                    if (before.flagValues(flag).size() == 1) {
                        touchesOneValue(before, before.withFlag(flag, word()));
                    }
                    touchesOneLine(before, before.withFlagAdded(flag, word()));
                }
            }
            touchesOneValue(before, before.withImage("registry.example/x:1"));
        }
    }

    private String word() {
        int[] letters = LETTERS.codePoints().toArray();
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            word.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return word.toString();
    }

    private static void touchesOneValue(StaticPodManifest before, StaticPodManifest after) {
        Map<String, String> old = leaves(before);
        Map<String, String> now = leaves(after);
        assertThat(now.keySet()).isEqualTo(old.keySet());
        old.entrySet().removeAll(now.entrySet());
        assertThat(old).hasSizeLessThanOrEqualTo(1);
        touchesOneLine(before, after);
    }

    private static void touchesOneLine(StaticPodManifest before, StaticPodManifest after) {
        List<String> old = lines(before);
        List<String> now = lines(after);
        int head = 0;
        while (head < old.size() && old.get(head).equals(now.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < old.size() - head && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        assertThat(old.size() - head - tail).isLessThanOrEqualTo(1);
        assertThat(now.size() - head - tail).isLessThanOrEqualTo(1);
    }

    private static List<String> lines(StaticPodManifest manifest) {
        return List.of(manifest.text().split("(?<=\n)", -1));
    }

    private static Map<String, String> leaves(StaticPodManifest manifest) {
        Map<String, String> leaves = new LinkedHashMap<>();
        gather("", YamlText.parse(manifest.text(), "t").node(), leaves);
        return leaves;
    }

    private static void gather(String path, Node node, Map<String, String> leaves) {
        if (node instanceof MappingNode map) {
            map.getValue()
                    .forEach(entry -> gather(
                            path + "/" + ((ScalarNode) entry.getKeyNode()).getValue(), entry.getValueNode(), leaves));
        } else if (node instanceof SequenceNode list) {
            List<Node> items = new ArrayList<>(list.getValue());
            for (int i = 0; i < items.size(); i++) {
                gather(path + "/" + i, items.get(i), leaves);
            }
        } else if (node instanceof ScalarNode scalar) {
            assertThat(leaves.put(path, scalar.getTag() + scalar.getValue())).isNull();
        }
    }
}
