package io.daytwo.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A Lease object: who holds something, and when that was last renewed by the holder's own clock. Kubernetes' times have
 * microseconds (apimachinery's {@code MicroTime}), so that is what is kept.
 *
 * @param namespace of the object
 * @param name of the object
 * @param holder who holds it, empty when nobody does
 * @param duration how long after a renewal it counts as held, whole seconds; zero when it does not say
 * @param acquired when the holder got it
 * @param renewed when the holder last said that it still holds it
 * @param transitions how often the holder has changed
 * @param annotations all of them when read; those to be set when written
 * @param resourceVersion the state that was read; empty in a Lease that is to be created
 */
public record Lease(
        String namespace,
        String name,
        String holder,
        Duration duration,
        Optional<Instant> acquired,
        Optional<Instant> renewed,
        int transitions,
        Map<String, String> annotations,
        String resourceVersion) {
    /**
     * Copies the map and cuts what the API does not keep.
     *
     * @param namespace of the object
     * @param name of the object
     * @param holder may be empty
     * @param duration zero to 68 years
     * @param acquired when the holder got it
     * @param renewed when it was renewed
     * @param transitions not negative
     * @param annotations by name
     * @param resourceVersion may be empty
     */
    public Lease {
        if (duration.isNegative() || duration.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("duration: zero to " + Integer.MAX_VALUE + " s");
        }
        if (transitions < 0) {
            throw new IllegalArgumentException("transitions: not negative");
        }
        duration = Duration.ofSeconds(duration.toSeconds());
        acquired = acquired.map(time -> time.truncatedTo(ChronoUnit.MICROS));
        renewed = renewed.map(time -> time.truncatedTo(ChronoUnit.MICROS));
        annotations = Map.copyOf(annotations);
    }

    /**
     * A Lease that nobody holds and that does not exist yet.
     *
     * @param namespace of the object
     * @param name of the object
     * @return to be filled and created
     */
    public static Lease named(String namespace, String name) {
        return new Lease(namespace, name, "", Duration.ZERO, Optional.empty(), Optional.empty(), 0, Map.of(), "");
    }

    /**
     * Another holder, one transition more.
     *
     * @param who not empty
     * @param when both acquired and renewed
     * @param validFor whole seconds, at least one
     * @return a copy
     */
    public Lease heldBy(String who, Instant when, Duration validFor) {
        return new Lease(
                namespace,
                name,
                who,
                validFor,
                Optional.of(when),
                Optional.of(when),
                transitions + 1,
                annotations,
                resourceVersion);
    }

    /**
     * The same holder, still there.
     *
     * @param when now
     * @return a copy
     */
    public Lease renewedAt(Instant when) {
        return new Lease(
                namespace,
                name,
                holder,
                duration,
                acquired,
                Optional.of(when),
                transitions,
                annotations,
                resourceVersion);
    }

    /**
     * Nobody holds it; the count of transitions stays.
     *
     * @return a copy
     */
    public Lease released() {
        return new Lease(namespace, name, "", duration, acquired, renewed, transitions, annotations, resourceVersion);
    }

    /**
     * Adds or replaces one annotation.
     *
     * @param key of the annotation
     * @param value of it
     * @return a copy
     */
    public Lease withAnnotation(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(annotations);
        more.put(key, value);
        return new Lease(namespace, name, holder, duration, acquired, renewed, transitions, more, resourceVersion);
    }
}
