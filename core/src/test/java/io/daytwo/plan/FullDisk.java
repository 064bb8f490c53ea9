package io.daytwo.plan;

import io.daytwo.DayTwoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * In a JVM of its own, {@code NODES DISK TITLE_LENGTH}: runs a plan whose journal has one page of a small file system
 * left, makes room, and runs it again. Prints what happened, one line each.
 */
final class FullDisk {
    private static final int PAGE = 4096;

    private FullDisk() {}

    public static void main(String[] args) throws IOException {
        TwoNodes two = new TwoNodes(Path.of(args[0]));
        Path disk = Path.of(args[1]);
        String title = "t".repeat(Integer.parseInt(args[2]));
        Plan plan = Plan.of(title, two.nodes, List.copyOf(two.plan().steps())).workersAtOnce(List.of("a", "b"), 2);
        Path filler = disk.resolve("filler");
        fill(filler);
        RunOptions options = RunOptions.defaults().journal(Journal.at(disk.resolve("run.journal")));
        try {
            System.out.println("applied " + plan.run(options).applied().size());
        } catch (JournalException e) {
            System.out.println("journal " + e.kind());
        } catch (StepFailedException e) {
            System.out.println(
                    "step " + (e.getCause() instanceof JournalException cause ? cause.kind() : e.getCause()));
        } catch (DayTwoException e) {
            System.out.println("other " + e);
        }
        byte[] journal = Files.readAllBytes(disk.resolve("run.journal"));
        JournalContent content = JournalContent.parse("journal", journal);
        System.out.println(content.wholeBytes() == journal.length ? "whole" : "torn");
        Files.delete(filler);
        System.out.println("then " + plan.run(options).steps().size());
        System.out.println("counts " + two.tree(false).get("a/srv/count").length() + " "
                + two.tree(false).get("b/srv/count").length());
    }

    /** Up to one page, in which the journal then grows. */
    private static void fill(Path filler) throws IOException {
        long room = Files.getFileStore(filler.getParent()).getUsableSpace();
        Files.write(filler, new byte[(int) room - PAGE]);
    }
}
