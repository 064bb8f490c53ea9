package io.daytwo.node;

import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a command is connected, which is not part of what it is: who hears its output, where bytes go instead of into the
 * result, and what ends processes that this user may not signal.
 *
 * @param listener hears lines
 * @param sink takes standard output instead of the result
 * @param privilege e.g. {@code sudo -n --}, put before the program that ends the command
 */
record CommandWiring(
        @Nullable OutputListener listener, @Nullable OutputStream sink, List<String> privilege) {
    static final CommandWiring NONE = new CommandWiring(null, null, List.of());

    CommandWiring listener(OutputListener hears) {
        return new CommandWiring(hears, sink, privilege);
    }

    CommandWiring sink(OutputStream takes) {
        return new CommandWiring(listener, takes, privilege);
    }

    CommandWiring privilege(List<String> words) {
        return new CommandWiring(listener, sink, words);
    }
}
