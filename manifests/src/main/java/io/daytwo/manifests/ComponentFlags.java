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
record ComponentFlags(List<Given> given) {
    /**
     * One flag as it is given.
     *
     * @param name without dashes
     * @param value {@code true} for a bare one
     * @param first which word it begins with
     * @param last which word it ends with: the next one for {@code --name value}
     */
    record Given(String name, String value, int first, int last) {}

    static ComponentFlags of(List<String> words) {
        List<Given> given = new ArrayList<>();
        for (int i = 0; i < words.size() && !words.get(i).equals("--"); i++) {
            String word = words.get(i);
            if (!isFlag(word)) {
                continue;
            }
            int first = i;
            int equals = word.indexOf('=');
            String value = "true";
            if (equals >= 0) {
                value = word.substring(equals + 1);
            } else if (i + 1 < words.size()
                    && !isFlag(words.get(i + 1))
                    && !words.get(i + 1).equals("--")) {
                value = words.get(++i);
            }
            given.add(new Given(bare(equals >= 0 ? word.substring(0, equals) : word), value, first, i));
        }
        return new ComponentFlags(List.copyOf(given));
    }

    private static boolean isFlag(String word) {
        return word.matches("--?[A-Za-z](?s:.*)");
    }

    private static String bare(String name) {
        return name.replaceFirst("^--?", "").replace('_', '-');
    }

    List<Given> named(String name) {
        String bare = bare(name);
        return given.stream().filter(flag -> flag.name().equals(bare)).toList();
    }

    List<String> all(String name) {
        return named(name).stream().map(Given::value).toList();
    }

    Map<String, String> last() {
        Map<String, String> last = new LinkedHashMap<>();
        given.forEach(flag -> last.put(flag.name(), flag.value()));
        return Collections.unmodifiableMap(last);
    }
}
