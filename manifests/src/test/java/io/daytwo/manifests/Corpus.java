package io.daytwo.manifests;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Manifests kept with the tests. */
public final class Corpus {
    private Corpus() {}

    public static String text(String name) {
        try (InputStream in = Corpus.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static StaticPodManifest manifest(String name) {
        return StaticPodManifest.parse(text(name), name);
    }
}
