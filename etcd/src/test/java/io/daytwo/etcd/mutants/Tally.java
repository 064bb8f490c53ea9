package io.daytwo.etcd.mutants;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts of a run; safe for several threads. */
final class Tally {
    private final Map<MutationKind, Map<Trailer, long[]>> counts = new EnumMap<>(MutationKind.class);
    private final Map<String, Long> rejections = new TreeMap<>();
    private final List<String> holes = new ArrayList<>();
    private long slowestNanos;

    synchronized void rejected(Mutant mutant, String proof) {
        cell(mutant)[0]++;
        rejections.merge(proof, 1L, Long::sum);
    }

    synchronized void accepted(Mutant mutant) {
        cell(mutant)[0]++;
        cell(mutant)[1]++;
    }

    synchronized void refused(Mutant mutant, String why) {
        rejections.merge("restore refused: " + why, 1L, Long::sum);
        cell(mutant)[2]++;
    }

    synchronized void hole(Mutant mutant, String what) {
        holes.add(mutant + "\n    " + what);
    }

    synchronized void took(long nanos) {
        slowestNanos = Math.max(slowestNanos, nanos);
    }

    synchronized List<String> holes() {
        return List.copyOf(holes);
    }

    synchronized long total() {
        return sum(0);
    }

    private long sum(int column) {
        return counts.values().stream()
                .flatMap(row -> row.values().stream())
                .mapToLong(cell -> cell[column])
                .sum();
    }

    private long[] cell(Mutant mutant) {
        return counts.computeIfAbsent(mutant.kind(), kind -> new EnumMap<>(Trailer.class))
                .computeIfAbsent(mutant.trailer(), trailer -> new long[3]);
    }

    /** Mutants and the share accepted, by kind and trailer. */
    synchronized String table() {
        StringBuilder table = new StringBuilder(String.format("%-16s", "accepted of"));
        for (Trailer trailer : Trailer.values()) {
            table.append(String.format("%22s", trailer));
        }
        counts.forEach((kind, row) -> {
            table.append(String.format("%n%-16s", kind));
            for (Trailer trailer : Trailer.values()) {
                long[] cell = row.getOrDefault(trailer, new long[3]);
                table.append(String.format(
                        "%8d of %6d %3.0f%%", cell[1], cell[0], cell[0] == 0 ? 0.0 : 100.0 * cell[1] / cell[0]));
            }
        });
        table.append(String.format(
                "%n%d mutants, %d accepted (%.1f %%), slowest verdict %d ms",
                sum(0), sum(1), 100.0 * sum(1) / Math.max(1, sum(0)), slowestNanos / 1_000_000));
        rejections.forEach((proof, count) -> table.append(String.format("%n%8d %s", count, proof)));
        return table.toString();
    }
}
