package io.daytwo.manifests;

/** Other text between two places of a text. */
record Splice(int from, int to, String replacement) {
    String into(String text) {
        return text.substring(0, from) + replacement + text.substring(to);
    }
}
