package io.daytwo.manifests;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Flags of an argument list as pflag and Go's flag package take them: {@code --name=value}, {@code --name value} and a
 * bare {@code --name}, which is {@code true}; one dash or two; {@code _} as {@code -}; after {@code --} none.
 */
record ComponentFlags(Map<String, List<String>> values) {
    static ComponentFlags of(List<String> words) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int i = 0; i < words.size() && !words.get(i).equals("--"); i++) {
            String word = words.get(i);
            if (!isFlag(word)) {
                continue;
            }
            int equals = word.indexOf('=');
            String value = "true";
            if (equals >= 0) {
                value = word.substring(equals + 1);
            } else if (i + 1 < words.size()
                    && !isFlag(words.get(i + 1))
                    && !words.get(i + 1).equals("--")) {
                value = words.get(++i);
            }
            String name = equals >= 0 ? word.substring(0, equals) : word;
            values.computeIfAbsent(bare(name), none -> new ArrayList<>()).add(value);
        }
        return new ComponentFlags(Collections.unmodifiableMap(values));
    }

    private static boolean isFlag(String word) {
        return word.matches("--?[A-Za-z](?s:.*)");
    }

    private static String bare(String name) {
        return name.replaceFirst("^--?", "").replace('_', '-');
    }

    List<String> all(String name) {
        return List.copyOf(values.getOrDefault(bare(name), List.of()));
    }

    Map<String, String> last() {
        Map<String, String> last = new LinkedHashMap<>();
        values.forEach((name, given) -> last.put(name, given.get(given.size() - 1)));
        return Collections.unmodifiableMap(last);
    }
}
