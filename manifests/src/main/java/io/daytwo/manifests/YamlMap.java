package io.daytwo.manifests;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One mapping of a file. A value of another kind than asked for is an error that names its line; null is absence. */
record YamlMap(String source, MappingNode node) {
    Optional<String> text(String key) {
        return scalar(key).map(ScalarNode::getValue);
    }

    Optional<ScalarNode> scalar(String key) {
        return value(key).map(value -> {
            if (value instanceof ScalarNode scalar) {
                return scalar;
            }
            throw unexpected(value, key, "a text");
        });
    }

    Optional<SequenceNode> list(String key) {
        return value(key).map(value -> {
            if (value instanceof SequenceNode list) {
                return list;
            }
            throw unexpected(value, key, "a list");
        });
    }

    Optional<YamlMap> map(String key) {
        return value(key).map(value -> map(value, key));
    }

    List<String> texts(String key) {
        return items(key).stream().map(item -> text(item, key)).toList();
    }

    List<YamlMap> maps(String key) {
        return items(key).stream().map(item -> map(item, key)).toList();
    }

    /** Whether both hold the same values, whatever their style and the order of their keys. */
    boolean sameAs(YamlMap other) {
        return value(node).equals(value(other.node));
    }

    private static Object value(Node node) {
        if (node instanceof SequenceNode list) {
            return list.getValue().stream().map(YamlMap::value).toList();
        }
        if (node instanceof MappingNode map) {
            Map<Object, Object> values = new HashMap<>();
            map.getValue().forEach(entry -> values.put(value(entry.getKeyNode()), value(entry.getValueNode())));
            return values;
        }
        return node.getTag() + " " + ((ScalarNode) node).getValue();
    }

    ManifestException error(String problem, String remedy) {
        return new ManifestException(source, YamlText.line(node.getStartMark()), problem, remedy);
    }

    private Optional<Node> value(String key) {
        return node.getValue().stream()
                .filter(entry -> entry.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key))
                .map(NodeTuple::getValueNode)
                .filter(value -> !value.getTag().equals(Tag.NULL))
                .findFirst();
    }

    private List<Node> items(String key) {
        return list(key).map(SequenceNode::getValue).orElse(List.of());
    }

    private String text(Node value, String key) {
        if (value instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw unexpected(value, key, "a text");
    }

    private YamlMap map(Node value, String key) {
        if (value instanceof MappingNode map) {
            return new YamlMap(source, map);
        }
        throw unexpected(value, key, "a mapping");
    }

    private ManifestException unexpected(Node value, String key, String expected) {
        return new ManifestException(
                source,
                YamlText.line(value.getStartMark()),
                "\"" + key + "\" should hold " + expected + ".",
                "The kubelet would refuse this file too: correct the line.");
    }
}
