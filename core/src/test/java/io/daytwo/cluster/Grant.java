package io.daytwo.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** One verb on one resource (of one name) that a shipped role grants. */
record Grant(Optional<String> namespace, String verb, String group, String resource, Optional<String> name) {
    static List<Grant> shipped(String role) throws IOException {
        List<Grant> grants = new ArrayList<>();
        try (InputStream yaml = ClusterClient.class.getResourceAsStream("daytwo-rbac.yaml")) {
            for (Object document : new Load(LoadSettings.builder().build()).loadAllFromInputStream(yaml)) {
                Map<?, ?> object = (Map<?, ?>) document;
                Map<?, ?> metadata = (Map<?, ?>) object.get("metadata");
                if (object.containsKey("rules") && metadata.get("name").equals(role)) {
                    Optional<String> namespace =
                            Optional.ofNullable(metadata.get("namespace")).map(String::valueOf);
                    ((List<?>) object.get("rules")).forEach(rule -> add((Map<?, ?>) rule, namespace, grants));
                }
            }
        }
        return grants;
    }

    private static void add(Map<?, ?> rule, Optional<String> namespace, List<Grant> grants) {
        for (String verb : words(rule, "verbs")) {
            words(rule, "nonResourceURLs")
                    .forEach(url -> grants.add(new Grant(namespace, verb, "", url, Optional.empty())));
            for (String group : words(rule, "apiGroups")) {
                for (String resource : words(rule, "resources")) {
                    List<String> names = words(rule, "resourceNames");
                    if (names.isEmpty()) {
                        grants.add(new Grant(namespace, verb, group, resource, Optional.empty()));
                    }
                    names.forEach(name -> grants.add(new Grant(namespace, verb, group, resource, Optional.of(name))));
                }
            }
        }
    }

    private static List<String> words(Map<?, ?> rule, String key) {
        return rule.get(key) instanceof List<?> words
                ? words.stream().map(String::valueOf).toList()
                : List.of();
    }

    boolean covers(AuditedRequest request) {
        boolean resourceMatches = resource.equals(request.resource())
                || (resource.equals("*") && !request.resource().startsWith("/"))
                || (resource.endsWith("/*")
                        && request.resource().startsWith(resource.substring(0, resource.length() - 1)));
        return namespace.map(request.namespace()::equals).orElse(true)
                && verb.equals(request.verb())
                && (group.equals("*") || group.equals(request.group()))
                && resourceMatches
                && name.map(request.name()::equals).orElse(true);
    }
}
