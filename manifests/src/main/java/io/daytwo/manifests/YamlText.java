package io.daytwo.manifests;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * YAML parsed to locate, never to construct: 1 MiB, 64 levels, one document, no aliases, no tags, no key twice. Marks
 * stay on, so that every value can be found again in the text.
 */
final class YamlText {
    static final int MOST_BYTES = 1 << 20;
    static final String PLAINLY = "Write it as kubeadm does: one plain YAML document.";

    private YamlText() {}

    static String decode(byte[] bytes, String source) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ManifestException(source, 0, "is not UTF-8 text.", PLAINLY, e);
        }
    }

    static YamlMap parse(String text, String source) {
        if (text.length() > MOST_BYTES) {
            throw new ManifestException(source, 0, "is larger than 1 MiB.", "Check that it is the right file.");
        }
        LoadSettings settings = LoadSettings.builder()
                .setUseMarks(true)
                .setParseComments(false)
                .setCodePointLimit(MOST_BYTES)
                .build();
        try {
            ParserImpl parser = new ParserImpl(settings, new StreamReader(settings, text));
            Optional<Node> root = new Composer(settings, new YamlGuard(parser, source)).getSingleNode();
            if (root.isPresent() && root.get() instanceof MappingNode map) {
                requireKeysOnce(map, source);
                return new YamlMap(source, map);
            }
        } catch (MarkedYamlEngineException e) {
            throw new ManifestException(
                    source, line(e.getProblemMark()), "is not YAML: " + e.getProblem() + ".", PLAINLY, e);
        } catch (YamlEngineException e) {
            throw new ManifestException(source, 0, "is not plain YAML text.", PLAINLY, e);
        }
        throw new ManifestException(source, 0, "holds no YAML mapping.", PLAINLY);
    }

    private static void requireKeysOnce(Node node, String source) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> requireKeysOnce(item, source));
        } else if (node instanceof MappingNode map) {
            Set<String> keys = new HashSet<>();
            for (NodeTuple entry : map.getValue()) {
                requireKeyOnce(entry.getKeyNode(), keys, source);
                requireKeysOnce(entry.getValueNode(), source);
            }
        }
    }

    private static void requireKeyOnce(Node key, Set<String> seen, String source) {
        int line = line(key.getStartMark());
        if (!(key instanceof ScalarNode scalar)
                || (scalar.isPlain() && scalar.getValue().equals("<<"))) {
            throw new ManifestException(source, line, "a key that is no plain text.", PLAINLY);
        }
        if (!seen.add(scalar.getValue())) {
            String problem = "the key \"" + scalar.getValue() + "\" stands here a second time.";
            throw new ManifestException(source, line, problem, "Keep one of the two.");
        }
    }

    static int line(Optional<Mark> mark) {
        return mark.map(at -> at.getLine() + 1).orElse(0);
    }

    /** Where a mark points to: marks count code points. */
    static int offset(String text, Optional<Mark> mark) {
        return text.offsetByCodePoints(0, mark.orElseThrow().getIndex());
    }
}
