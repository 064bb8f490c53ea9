package io.daytwo.manifests;

import java.util.List;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Edits of a manifest by splicing its text: every byte not meant stays. What comes out is read again before it is
 * handed out.
 */
final class ManifestEdit {
    private final StaticPodManifest manifest;
    private final YamlMap container;
    private final ComponentFlags flags;
    private final int command;

    ManifestEdit(StaticPodManifest manifest, YamlMap container, ComponentFlags flags) {
        this.manifest = manifest;
        this.container = container;
        this.flags = flags;
        this.command = Math.max(0, container.texts("command").size() - 1);
    }

    StaticPodManifest set(String name, String value) {
        List<ComponentFlags.Given> given = flags.named(name);
        if (given.isEmpty()) {
            return add(name, value);
        }
        if (given.size() > 1) {
            throw container.error(
                    "--" + given.get(0).name() + " is given " + given.size() + " times.",
                    "Remove it with withoutFlag, then give each value with withFlagAdded.");
        }
        ComponentFlags.Given old = given.get(0);
        Word last = word(old.last());
        YamlScalar scalar = last.items().item(last.index());
        String written = scalar.node().getValue();
        int equals = written.indexOf('=');
        String word = old.first() < old.last()
                ? escaped(value)
                : (equals < 0 ? written : written.substring(0, equals)) + '=' + escaped(value);
        return done(
                new Splice(scalar.start(), scalar.end(), scalar.like(word)),
                edited -> edited.flagValues(name).equals(List.of(value)));
    }

    StaticPodManifest add(String name, String value) {
        List<ComponentFlags.Given> same = flags.named(name);
        Word place =
                word(same.isEmpty() ? lastFlag() : same.get(same.size() - 1).last());
        String word = "--" + name.replaceFirst("^--?", "") + '=' + escaped(value);
        return done(
                place.items().after(place.index(), word),
                edited -> edited.flagValues(name).size() == same.size() + 1
                        && edited.flag(name).orElseThrow().equals(value));
    }

    StaticPodManifest removeLast(String name) {
        List<ComponentFlags.Given> given = flags.named(name);
        ComponentFlags.Given gone = given.get(given.size() - 1);
        Word first = word(gone.first());
        Word last = word(gone.last());
        if (!first.items().equals(last.items())) {
            throw container.error(
                    "--" + gone.name() + " stands in command and its value in args.", "Write it in one word.");
        }
        return done(
                first.items().without(first.index(), last.index()),
                edited -> edited.flagValues(name).size() == given.size() - 1);
    }

    StaticPodManifest replace(ScalarNode node, String value, Predicate<StaticPodManifest> holds) {
        YamlScalar scalar = YamlScalar.on(manifest.source(), manifest.text(), node);
        return done(new Splice(scalar.start(), scalar.end(), scalar.like(value)), holds);
    }

    /** The kubelet takes two of them for one, and one for the beginning of a variable. */
    private static String escaped(String value) {
        return value.replace("$", "$$");
    }

    private int lastFlag() {
        return flags.given().isEmpty()
                ? -1
                : flags.given().get(flags.given().size() - 1).last();
    }

    private record Word(YamlItems items, int index) {}

    /** Where a word stands; before the first flag stands the program's name. */
    private Word word(int word) {
        boolean inArgs = word >= command;
        SequenceNode list = container
                .list(inArgs ? "args" : "command")
                .orElseThrow(() -> container.error("has no command.", "Give it one as kubeadm does."));
        return new Word(new YamlItems(manifest.source(), manifest.text(), list), inArgs ? word - command : word + 1);
    }

    private StaticPodManifest done(Splice splice, Predicate<StaticPodManifest> holds) {
        StaticPodManifest edited = manifest.withText(splice.into(manifest.text()));
        if (!holds.test(edited)) {
            throw container.error("cannot be edited as it is written.", "Write it as kubeadm does, then edit it.");
        }
        return edited;
    }
}
