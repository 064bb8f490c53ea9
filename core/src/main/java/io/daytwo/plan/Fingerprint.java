package io.daytwo.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What makes two plans the same: their inputs, their nodes and the ids of their steps, in order. Titles are prose. */
record Fingerprint(String hex) {
    private static final int BRIEF = 12;

    static Fingerprint of(Map<String, String> inputs, List<String> nodes, List<Step> steps) {
        MessageDigest digest = sha256();
        add(digest, "daytwo plan 1");
        new TreeMap<>(inputs).forEach((name, value) -> {
            add(digest, "input");
            add(digest, name);
            add(digest, value);
        });
        nodes.stream().sorted().forEach(node -> {
            add(digest, "node");
            add(digest, node);
        });
        steps.forEach(step -> {
            add(digest, "step");
            add(digest, step.id());
        });
        return new Fingerprint(HexFormat.of().formatHex(digest.digest()));
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    String brief() {
        return hex.substring(0, BRIEF);
    }
}
