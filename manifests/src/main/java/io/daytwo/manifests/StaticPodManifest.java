package io.daytwo.manifests;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A static Pod's manifest. Skeleton: bodies follow. */
@SuppressWarnings({"DoNotCallSuggester", "CheckReturnValue"})
public final class StaticPodManifest {
    private StaticPodManifest() {}

    /** Parses. */
    public static StaticPodManifest parse(String text, String source) {
        throw new UnsupportedOperationException(text + source);
    }

    /** {@return what the file was called when it was read} */
    public String source() {
        throw new UnsupportedOperationException();
    }

    /** {@return the text as read} */
    public String text() {
        throw new UnsupportedOperationException();
    }

    /** {@return metadata.name} */
    public String name() {
        throw new UnsupportedOperationException();
    }

    /** {@return metadata.namespace} */
    public String namespace() {
        throw new UnsupportedOperationException();
    }

    /** {@return image of the main container} */
    public String image() {
        throw new UnsupportedOperationException();
    }

    /** Value of a flag, {@code --name} or {@code name}; the last one given. */
    public Optional<String> flag(String name) {
        throw new UnsupportedOperationException(name);
    }

    /** Every value of a flag that may be repeated. */
    public List<String> flagValues(String name) {
        throw new UnsupportedOperationException(name);
    }

    /** {@return flags without dashes to the last value} */
    public Map<String, String> flags() {
        throw new UnsupportedOperationException();
    }

    /** Path on the host of a path in the container. */
    public String hostPath(String containerPath) {
        throw new UnsupportedOperationException(containerPath);
    }

    /** Path of a hostPath volume. */
    public Optional<String> hostPathVolume(String name) {
        throw new UnsupportedOperationException(name);
    }
}
