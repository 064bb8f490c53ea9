package io.daytwo.node;

import java.io.OutputStream;
import java.time.Duration;

/** Bytes through standard input and output of commands: works wherever commands do, also as root. */
final class CommandTransfer implements FileTransfer {
    private final NodeExecutor node;

    CommandTransfer(NodeExecutor node) {
        this.node = node;
    }

    @Override
    public CommandResult send(Writing writing, Source source) {
        return node.run(Command.changingShell(
                        FileScript.WRITE,
                        writing.path(),
                        writing.kind(),
                        writing.nonce(),
                        writing.mode(),
                        writing.hash())
                .input(source::open)
                .timeout(writing.limit()));
    }

    @Override
    public CommandResult fetch(String path, OutputStream to, Duration limit) {
        Command cat = Command.readingShell(FileScript.READ, path, Long.toString(Long.MAX_VALUE));
        return node.run(cat.wired(cat.wiring().sink(to)).timeout(limit));
    }
}
