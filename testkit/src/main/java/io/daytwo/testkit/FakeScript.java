package io.daytwo.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.daytwo.node.Command;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/** The half sentence after {@code node.when(…)}: says what the command does, and gives the node back. */
public final class FakeScript {
    private final FakeNode node;
    private final Predicate<Command> matches;

    FakeScript(FakeNode node, Predicate<Command> matches) {
        this.node = node;
        this.matches = matches;
    }

    /**
     * Prints and succeeds.
     *
     * @param stdout with its line ends
     * @return the node
     */
    @CanIgnoreReturnValue
    public FakeNode thenPrint(String stdout) {
        return then(FakeReply.printing(stdout));
    }

    /**
     * Replies, the first time with the first, then with the second, and so on; from then on with the last.
     *
     * @param first what it does the first time
     * @param next what it does after that
     * @return the node
     */
    @CanIgnoreReturnValue
    public FakeNode then(FakeReply first, FakeReply... next) {
        List<FakeReply> later = List.of(next);
        AtomicInteger runs = new AtomicInteger();
        return then(command -> {
            int run = Math.min(runs.getAndIncrement(), later.size());
            return run <= 0 ? first : later.get(run - 1);
        });
    }

    /**
     * Replies with what a function makes of the command; it may change the node's files, as the command would.
     *
     * @param answer called on the thread that runs the command, perhaps on several at once
     * @return the node
     */
    @CanIgnoreReturnValue
    public FakeNode then(Function<Command, FakeReply> answer) {
        return node.script(matches, answer);
    }
}
