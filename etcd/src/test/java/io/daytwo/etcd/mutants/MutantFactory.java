package io.daytwo.etcd.mutants;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes mutants: the same seed and number give the same one, whatever came before. */
final class MutantFactory {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static final List<Trailer> TRAILERS = List.of(Trailer.values());

    private final List<Base> bases;
    private final long seed;

    MutantFactory(List<Base> bases, long seed) {
        this.bases = List.copyOf(bases);
        this.seed = seed;
    }

    Mutant make(long number) {
        Random random = new Random((seed + number) * GOLDEN);
        random.nextLong();
        Base base = bases.get(random.nextInt(bases.size()));
        MutationKind kind = kind(random);
        Trailer trailer = TRAILERS.get(random.nextInt(TRAILERS.size()));
        Content content = new Content(base, random);
        List<String> changes = new ArrayList<>();
        int count = random.nextInt(5) == 0 ? 2 + random.nextInt(2) : 1;
        for (int i = 0; i < count; i++) {
            changes.add(content.change(i == 0 ? kind : kind(random)));
        }
        if (Arrays.equals(content.bytes(), base.content())) {
            changes.add(content.change(MutationKind.BITS));
        }
        byte[] file = end(content.bytes(), trailer, base);
        return new Mutant(number, base.name(), kind, trailer, file, changes);
    }

    private static MutationKind kind(Random random) {
        int at = random.nextInt(Arrays.stream(MutationKind.values())
                .mapToInt(MutationKind::weight)
                .sum());
        for (MutationKind kind : MutationKind.values()) {
            at -= kind.weight();
            if (at < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("weights do not add up");
    }

    private static byte[] end(byte[] content, Trailer trailer, Base base) {
        return switch (trailer) {
            case ABSENT -> content;
            case KEPT -> join(content, base.trailer());
            case RECOMPUTED -> join(content, sha256(content));
        };
    }

    static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
