package io.daytwo.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** Reads a ClusterConfiguration. One document of at most 1 MiB, 64 deep, without aliases; every scalar is a text. */
final class KubeadmYaml {
    private static final int DEEPEST = 64;
    private static final LoadSettings PLAIN = LoadSettings.builder()
            .setCodePointLimit(1 << 20)
            .setMaxAliasesForCollections(0)
            .setAllowDuplicateKeys(false)
            .setSchema(new FailsafeSchema())
            .build();

    private KubeadmYaml() {}

    static KubeadmConfiguration parse(String text) {
        if (text.isBlank()) { // the failsafe schema has no null to make of it
            throw new KubeadmConfigurationException("it holds no ClusterConfiguration", null);
        }
        Map<?, ?> root;
        try {
            requireShallow(text);
            root = map(new Load(PLAIN).loadFromString(text));
        } catch (YamlEngineException e) {
            throw new KubeadmConfigurationException("not the YAML that kubeadm writes", e);
        }
        String version = text(root, "apiVersion");
        if (!version.equals("kubeadm.k8s.io/v1beta3") && !version.equals("kubeadm.k8s.io/v1beta4")) {
            throw new KubeadmConfigurationException(
                    "its version is \"" + version + "\", kubeadm.k8s.io/v1beta3 and v1beta4 are read", null);
        }
        if (!text(root, "kind").equals("ClusterConfiguration")) {
            throw new KubeadmConfigurationException("it holds no ClusterConfiguration", null);
        }
        Map<?, ?> etcd = map(root.get("etcd"));
        boolean external = etcd.get("external") instanceof Map;
        Map<?, ?> local = map(etcd.get("local"));
        return new KubeadmConfiguration(
                version.substring("kubeadm.k8s.io/".length()),
                text(root, "kubernetesVersion"),
                text(root, "clusterName"),
                text(root, "controlPlaneEndpoint"),
                text(root, "imageRepository"),
                text(root, "certificatesDir"),
                external ? EtcdTopology.EXTERNAL : EtcdTopology.STACKED,
                list(map(etcd.get("external")).get("endpoints")).stream()
                        .map(String::valueOf)
                        .toList(),
                text(local, "dataDir"),
                Map.of(
                        "apiServer", arguments(map(root.get("apiServer"))),
                        "controllerManager", arguments(map(root.get("controllerManager"))),
                        "scheduler", arguments(map(root.get("scheduler"))),
                        "etcd", arguments(local)));
    }

    private static void requireShallow(String text) {
        int depth = 0;
        for (Event event : new Parse(PLAIN).parseString(text)) {
            if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
                throw new KubeadmConfigurationException("nested deeper than " + DEEPEST + " levels", null);
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }

    /** A mapping in v1beta3, a list of name and value in v1beta4, where a name may come twice. */
    private static Map<String, List<String>> arguments(Map<?, ?> component) {
        Map<String, List<String>> arguments = new LinkedHashMap<>();
        if (component.get("extraArgs") instanceof Map<?, ?> byName) {
            byName.forEach((name, value) -> arguments.put(String.valueOf(name), List.of(String.valueOf(value))));
        }
        if (component.get("extraArgs") instanceof List<?> entries) {
            for (Object entry : entries) {
                Map<?, ?> argument = map(entry);
                arguments.merge(text(argument, "name"), List.of(text(argument, "value")), KubeadmYaml::both);
            }
        }
        return Map.copyOf(arguments);
    }

    private static List<String> both(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? text : "";
    }
}
