package io.daytwo.manifests;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words a container's process gets: {@code command}, then {@code args}, with {@code $(NAME)} replaced from
 * {@code env} as the kubelet does (k8s.io/kubernetes third_party/forked/golang/expansion/expand.go).
 */
final class ContainerArguments {
    private static final Pattern REFERENCE = Pattern.compile("\\$(\\$|\\(([^)]*)\\))");
    private static final Set<String> SHELLS = Set.of("sh", "bash", "ash", "dash");

    private final YamlMap container;
    private final Map<String, Optional<String>> variables = new HashMap<>();

    ContainerArguments(YamlMap container) {
        this.container = container;
        for (YamlMap variable : container.maps("env")) {
            String name = variable.text("name").orElse("");
            boolean elsewhere = variable.map("valueFrom").isPresent();
            variables.put(
                    name,
                    elsewhere
                            ? Optional.empty()
                            : Optional.of(expand(variable.text("value").orElse(""))));
        }
    }

    /**
     * The words of a container's probe: {@code $(NAME)} stands for the value in the file as it is written, for nothing
     * where it comes from elsewhere (k8s.io/kubernetes pkg/kubelet/container/helpers.go,
     * ExpandContainerCommandOnlyStatic).
     */
    static List<String> ofProbe(YamlMap container, List<String> command) {
        Map<String, String> written = new HashMap<>();
        container
                .maps("env")
                .forEach(variable -> written.put(
                        variable.text("name").orElse(""), variable.text("value").orElse("")));
        return command.stream()
                .map(word -> REFERENCE
                        .matcher(word)
                        .replaceAll(found -> Matcher.quoteReplacement(
                                found.group(2) == null ? "$" : written.getOrDefault(found.group(2), found.group()))))
                .toList();
    }

    List<String> words() {
        List<String> command = container.texts("command");
        if (!command.isEmpty() && SHELLS.contains(baseName(command.get(0)))) {
            throw container.error(
                    "the container starts through a shell, so its flags cannot be read.",
                    "Start the component directly, or give the values yourself.");
        }
        List<String> words = new ArrayList<>(command.subList(Math.min(1, command.size()), command.size()));
        words.addAll(container.texts("args"));
        words.replaceAll(this::expand);
        return words;
    }

    private static String baseName(String program) {
        return program.substring(program.lastIndexOf('/') + 1);
    }

    private String expand(String text) {
        return REFERENCE
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(value(found.group(), found.group(2))));
    }

    private String value(String reference, String name) {
        if (name == null) {
            return "$";
        }
        if (!variables.containsKey(name)) {
            return reference;
        }
        return variables
                .get(name)
                .orElseThrow(() -> container.error(
                        "$(" + name + ") gets its value from outside this file.",
                        "Give the values that use it yourself."));
    }
}
