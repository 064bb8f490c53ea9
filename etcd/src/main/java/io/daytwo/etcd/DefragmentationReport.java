package io.daytwo.etcd;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a defragmentation did. Immutable.
 *
 * @param done members in the order in which they were rewritten
 * @param skipped members that were left alone, and why
 */
public record DefragmentationReport(List<DefragmentedMember> done, List<Skipped> skipped) {
    /** Copies the lists. */
    public DefragmentationReport {
        done = List.copyOf(done);
        skipped = List.copyOf(skipped);
    }

    /**
     * A member that was left alone.
     *
     * @param member which
     * @param why in a sentence
     */
    public record Skipped(EtcdMember member, String why) {
        @Override
        public String toString() {
            return member.label() + ": skipped, " + why;
        }
    }

    @Override
    public String toString() {
        return Stream.concat(done.stream(), skipped.stream())
                .map(Object::toString)
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
