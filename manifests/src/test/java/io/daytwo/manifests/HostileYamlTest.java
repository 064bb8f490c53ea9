package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Input that wants to do harm: one typed error, soon, in 256 MiB. */
@Timeout(20)
class HostileYamlTest {
    private static ManifestException refused(String text) {
        ManifestException error =
                catchThrowableOfType(ManifestException.class, () -> StaticPodManifest.parse(text, "cp1:evil.yaml"));
        assertThat(error.source()).isEqualTo("cp1:evil.yaml");
        assertThat(error.getMessage()).startsWith("cp1:evil.yaml").hasSizeLessThan(400);
        return error;
    }

    @Test
    void aliasesAreRefusedBeforeTheyGrow() {
        String bomb = IntStream.range(1, 40)
                .mapToObj(i -> "a" + i + ": &a" + i + " [*a" + (i - 1) + ",*a" + (i - 1) + "]")
                .collect(Collectors.joining("\n", "a0: &a0 [x,x]\n", "\n"));
        ManifestException error = refused(bomb);
        assertThat(error.getMessage()).contains("aliases");
        assertThat(error.line()).hasValue(2);
    }

    @Test
    void depthIsRefusedInBothStyles() {
        int deep = 100_000;
        assertThat(refused("a: " + "[".repeat(deep)).getMessage()).contains("64 levels");
        assertThat(refused("a: " + "{a: ".repeat(deep)).getMessage()).contains("64 levels");
        assertThat(refused("- ".repeat(deep)).getMessage()).contains("64 levels");
        assertThat(refused("? ".repeat(deep)).getMessage()).contains("64 levels");
    }

    @Test
    void sizeIsRefused() {
        assertThat(refused("a".repeat(100_000_000)).getMessage()).contains("1 MiB");
        assertThat(refused("a: '" + "x".repeat(1 << 20) + "'").getMessage()).contains("1 MiB");
    }

    @Test
    void manySmallValuesAreRefused() {
        assertThat(refused("a: [" + "a,".repeat(500_000) + "]").getMessage()).contains("events");
        assertThat(refused("a: [" + "[],".repeat(300_000) + "]").getMessage()).contains("events");
    }

    @Test
    void tagsAreRefused() {
        assertThat(refused("a: !!javax.script.ScriptEngineManager []").getMessage())
                .contains("tags");
        assertThat(refused("a: !local x").getMessage()).contains("tags");
        assertThat(refused("!!map {a: b}").getMessage()).contains("tags");
    }

    @Test
    void keysThatStandTwiceAreRefused() {
        ManifestException error = refused("kind: Pod\nspec:\n  a: 1\n  b: [{c: 1}, {c: 2, \"c\": 3}]\n");
        assertThat(error.line()).hasValue(4);
        assertThat(error.getMessage()).contains("\"c\"");
        assertThat(refused("kind: Pod\n<<: {a: b}\n").getMessage()).contains("plain text");
        assertThat(refused("? [a, b]\n: c\n").getMessage()).contains("plain YAML");
    }

    @Test
    void aSecondDocumentIsRefused() {
        ManifestException error = refused("kind: Pod\n---\nkind: Pod\n");
        assertThat(error.getMessage()).contains("second YAML document");
        assertThat(error.line()).hasValue(2);
    }

    @Test
    void whatIsNoYamlIsRefusedWithItsLine() {
        assertThat(refused("kind: Pod\nspec:\n\tcontainers: []\n").line()).hasValue(3);
        assertThat(refused("a: [1, 2\nb: 3\n").line()).isPresent();
        assertThat(refused("a: \u0000").getMessage()).contains("not plain YAML");
        assertThat(refused("").getMessage()).contains("no YAML mapping");
        assertThat(refused("just text").getMessage()).contains("no YAML mapping");
    }

    @Test
    void messagesDoNotQuoteTheFile() {
        assertThat(refused("env:\n  password: hunter2\n  broken: [hunter2\nnext: 1")
                        .getMessage())
                .doesNotContain("hunter2");
    }

    @Test
    void mutantsOfARealManifestAreReadOrRefused() {
        String good = Corpus.text("edited/args.yaml");
        String special = "&*!|>'\"%@`{}[],:?-#\n\t \u0000\ufeff\ud83d";
        Random random = new Random(42);
        int refused = 0;
        for (int i = 0; i < 1500; i++) {
            StringBuilder mutant = new StringBuilder(good);
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                mutant.setCharAt(random.nextInt(good.length()), special.charAt(random.nextInt(special.length())));
            }
            try {
                StaticPodManifest manifest = StaticPodManifest.parse(mutant.toString(), "mutant");
                assertThat(manifest.flags()).isNotNull();
                assertThat(manifest.hostPath("/data")).startsWith("/");
            } catch (ManifestException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(150, 1450);
    }
}
