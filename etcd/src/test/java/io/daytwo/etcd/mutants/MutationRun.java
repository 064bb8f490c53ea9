package io.daytwo.etcd.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Judges a range of mutants in a JVM of its own, whose heap the caller keeps small. Prints acceptance by kind and
 * trailer, then every hole; holes are kept as files. Exit status 1 when there are any.
 */
final class MutationRun {
    private static final int HOLES_ENOUGH = 20;

    private final MutantFactory factory;
    private final AtomicLong next;
    private final long end;
    private final Path keep;
    private final Tally tally = new Tally();

    private MutationRun(MutantFactory factory, long from, long end, Path keep) {
        this.factory = factory;
        this.next = new AtomicLong(from);
        this.end = end;
        this.keep = keep;
    }

    /** Arguments: folder of bases, seed, first number, end, folder to work in, oracle, folder to keep holes in. */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<Base> bases;
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            bases = files.sorted().map(Base::read).toList();
        }
        MutationRun run = new MutationRun(
                new MutantFactory(bases, Long.parseLong(args[1])),
                Long.parseLong(args[2]),
                Long.parseLong(args[3]),
                Path.of(args[6]));
        run.run(Path.of(args[4]), Path.of(args[5]));
        System.exit(run.report() ? 0 : 1);
    }

    private void run(Path work, Path oracle) throws IOException, InterruptedException {
        List<Thread> threads = new ArrayList<>();
        List<Judge> judges = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Judge judge = new Judge(work.resolve("judge-" + i), oracle, tally);
            judges.add(judge);
            Thread thread = new Thread(() -> work(judge), "judge-" + i);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        judges.forEach(Judge::close);
    }

    private void work(Judge judge) {
        for (long number = next.getAndIncrement(); number < end; number = next.getAndIncrement()) {
            Mutant mutant = factory.make(number);
            int before = tally.holes().size();
            judge.judge(mutant);
            if (tally.holes().size() > before) {
                keep(mutant);
            }
            if (tally.holes().size() >= HOLES_ENOUGH) {
                return;
            }
        }
    }

    private void keep(Mutant mutant) {
        try {
            Files.write(Files.createDirectories(keep).resolve("mutant-" + mutant.number() + ".db"), mutant.file());
        } catch (IOException e) {
            tally.hole(mutant, "could not be kept: " + e);
        }
    }

    private boolean report() {
        System.out.println(tally.table());
        tally.holes().forEach(hole -> System.out.println("HOLE " + hole));
        return tally.holes().isEmpty();
    }
}
