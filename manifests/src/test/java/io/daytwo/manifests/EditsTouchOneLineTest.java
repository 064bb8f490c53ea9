package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Whatever is set, added or removed, one node of the tree and the bytes of its line change. */
class EditsTouchOneLineTest {
    private static final String LETTERS = "aZ09-_./:,=@%+~^*&!|>'\"#[]{}?`$() \\\u00e9\ud83d\ude80";
    private static final int TIMES = 3;

    private final Random random = new Random(20261121);

    static Stream<String> everyManifest() {
        return Stream.concat(
                Stream.of("1.33", "1.34", "1.35", "1.36", "1.37")
                        .flatMap(version -> Stream.of(
                                        "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler")
                                .map(component -> "kubeadm-" + version + "/" + component + ".yaml")),
                Stream.of("edited/flow.yaml", "edited/args.yaml"));
    }

    @ParameterizedTest
    @MethodSource("everyManifest")
    void forEveryFlagVolumeAndImage(String name) {
        for (String newline : List.of("\n", "\r\n")) {
            StaticPodManifest before = StaticPodManifest.parse(Corpus.text(name).replace("\n", newline), name);
            for (int i = 0; i < TIMES; i++) {
                flags(before).forEach(flag -> editFlag(before, flag));
                volumes(before).forEach(volume -> touchesOneValue(before, before.withHostPath(volume, "/" + word())));
            }
            touchesOneValue(before, before.withImage("registry.example/x:1"));
        }
    }

    private void editFlag(StaticPodManifest before, String flag) {
        if (before.flagValues(flag).size() == 1) {
            touchesOneValue(before, before.withFlag(flag, word()));
            StaticPodManifest without = before.withoutFlag(flag);
            // It may be given in two words, each on a line of its own.
            int words = leaves(before).size() - leaves(without).size();
            assertThat(words).isBetween(1, 2);
            addsNodes(without, before, words);
            touchesLines(without, before, words);
        }
        StaticPodManifest after = before.withFlagAdded(flag, word());
        addsNodes(before, after, 1);
        touchesLines(before, after, 1);
    }

    private static List<String> flags(StaticPodManifest manifest) {
        return manifest.flags().keySet().stream()
                .filter(flag -> !(manifest.source().equals("edited/args.yaml") && flag.equals("listen-client-urls")))
                .toList();
    }

    private static List<String> volumes(StaticPodManifest manifest) {
        return manifest.pod().map("spec").orElseThrow().maps("volumes").stream()
                .filter(volume -> volume.map("hostPath").isPresent())
                .map(volume -> volume.text("name").orElseThrow())
                .toList();
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
        assertThat(Lines.of(before, after)).isIn(new Lines(0, 0), new Lines(1, 1));
    }

    /** The others stay, in their order. */
    private static void addsNodes(StaticPodManifest before, StaticPodManifest after, int count) {
        List<String> old = List.copyOf(leaves(before).values());
        List<String> now = new ArrayList<>(leaves(after).values());
        int same = 0;
        while (same < old.size() && old.get(same).equals(now.get(same))) {
            same++;
        }
        now.subList(same, same + count).clear();
        assertThat(now).isEqualTo(old);
    }

    /** So many lines more, the others as they were; in a flow list that line, and the one above it with its comma. */
    private static void touchesLines(StaticPodManifest before, StaticPodManifest after, int more) {
        boolean flow = before.source().equals("edited/flow.yaml");
        Lines lines = Lines.of(before, after);
        assertThat(lines.old()).isLessThanOrEqualTo(flow ? 1 : 0);
        assertThat(lines.now()).isLessThanOrEqualTo(flow ? more + 1 : more);
    }

    /** How many lines lie between the first and the last that differ. */
    private record Lines(int old, int now) {
        static Lines of(StaticPodManifest before, StaticPodManifest after) {
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
            return new Lines(old.size() - head - tail, now.size() - head - tail);
        }
    }

    /** Line ends are those of the file. */
    private static List<String> lines(StaticPodManifest manifest) {
        List<String> lines = List.of(manifest.text().split("(?<=\n)", -1));
        assertThat(lines.stream().filter(line -> line.endsWith("\r\n")).count())
                .isIn(0L, lines.stream().filter(line -> line.endsWith("\n")).count());
        return lines;
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
