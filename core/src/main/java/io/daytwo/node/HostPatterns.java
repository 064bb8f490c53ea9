package io.daytwo.node;

import java.util.List;
import java.util.Locale;

/** Host patterns of OpenSSH's files: {@code *}, {@code ?}, {@code !}; ssh_config(5) PATTERNS. */
final class HostPatterns {
    private HostPatterns() {}

    /** Whether one pattern matches and none with an exclamation mark does. */
    static boolean match(List<String> patterns, String name) {
        boolean matched = false;
        for (String pattern : patterns) {
            if (pattern.startsWith("!")) {
                if (matches(pattern.substring(1), name)) {
                    return false;
                }
            } else if (matches(pattern, name)) {
                matched = true;
            }
        }
        return matched;
    }

    private static boolean matches(String pattern, String name) {
        return matches(pattern.toLowerCase(Locale.ROOT), 0, name.toLowerCase(Locale.ROOT), 0);
    }

    private static boolean matches(String pattern, int p, String name, int n) {
        int patternAt = p;
        int nameAt = n;
        int starAt = -1;
        int retryAt = 0;
        while (nameAt < name.length()) {
            char c = patternAt < pattern.length() ? pattern.charAt(patternAt) : 0;
            if (c == '*') {
                starAt = patternAt++;
                retryAt = nameAt;
            } else if (patternAt < pattern.length() && (c == '?' || c == name.charAt(nameAt))) {
                patternAt++;
                nameAt++;
            } else if (starAt >= 0) {
                patternAt = starAt + 1;
                nameAt = ++retryAt;
            } else {
                return false;
            }
        }
        return pattern.substring(patternAt).chars().allMatch(c -> c == '*');
    }
}
