package io.daytwo.node;

import io.daytwo.node.RootRefusedException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node as root, through {@code sudo -n}. Shares the connection of the node it is made from. */
final class RootNodeExecutor implements NodeExecutor {
    private static final List<String> SUDO = List.of("sudo", "-n", "--");

    /** Says of a program that is not there what sudo says of it. */
    private static final String EXEC = """
            case $1 in
            */*) [ -f "$1" ] && [ -x "$1" ] ;;
            *) command -v -- "$1" > /dev/null ;;
            esac || { echo "sudo: $1: command not found" >&2; exit 1; }
            exec "$@"
            """;

    private final NodeExecutor node;
    private volatile @Nullable Boolean root;

    RootNodeExecutor(NodeExecutor node) {
        this.node = node;
    }

    @Override
    public String name() {
        return node.name();
    }

    @Override
    public CommandResult run(Command command) {
        return isRoot() ? node.run(command) : sudo(command);
    }

    /** Asked once: a user does not become another one. */
    private boolean isRoot() {
        Boolean known = root;
        if (known == null) {
            known = node.run(Command.reading("id", "-u"))
                    .orThrow()
                    .stdout()
                    .strip()
                    .equals("0");
            root = known;
        }
        return known;
    }

    private CommandResult sudo(Command command) {
        CommandResult result;
        try {
            result = node.run(through(command));
        } catch (CommandFailedException e) {
            if (e.reason() == CommandFailedException.Reason.NOT_STARTED) {
                throw new RootRefusedException(Reason.NO_SUDO, name(), command, "");
            }
            throw CommandFailedException.of(e.reason(), name(), command, e.getCause());
        }
        Optional<SudoRefusal> refusal = SudoRefusal.in(result);
        if (refusal.isPresent()) {
            throw refused(command, refusal.get());
        }
        return new CommandResult(
                name(),
                command,
                result.exitStatus(),
                result.stdout(),
                result.stderr(),
                result.truncated(),
                result.took());
    }

    private RuntimeException refused(Command command, SudoRefusal refusal) {
        Reason reason = refusal.reason();
        if (reason == null) {
            return CommandFailedException.of(
                    CommandFailedException.Reason.NOT_STARTED, name(), command, new IOException(refusal.said()));
        }
        boolean denied = reason == Reason.PASSWORD_NEEDED && isDenied(command);
        return new RootRefusedException(denied ? Reason.DENIED : reason, name(), command, refusal.said());
    }

    /** sudo asks for the password first and says no afterwards; asked for the rules, it tells them apart. */
    private boolean isDenied(Command command) {
        List<String> list = new ArrayList<>(List.of("sudo", "-n", "-l", "--"));
        list.addAll(plain(command).argv());
        CommandResult listed = node.run(Command.reading(list.toArray(String[]::new)));
        if (!listed.isSuccess() && SudoRefusal.in(listed).isEmpty()) {
            return true;
        }
        CommandResult validated = node.run(Command.reading("sudo", "-n", "-v"));
        return SudoRefusal.in(validated)
                .filter(said -> said.reason() == Reason.DENIED)
                .isPresent();
    }

    private static Command through(Command command) {
        Command bare = plain(command);
        return bare.wired(bare.wiring().privilege(SUDO)).through(SUDO.toArray(String[]::new));
    }

    /** sudo keeps LC_ALL of the environment it is called in; other variables are set behind it, by a shell. */
    private static Command plain(Command command) {
        EnvironmentLines environment = EnvironmentLines.of(command);
        return environment.isEmpty()
                ? command
                : command.withoutEnvironment()
                        .input(() -> environment.ahead(command))
                        .through("/bin/sh", "-c", environment.reader() + EXEC, "daytwo");
    }

    @Override
    public NodeFiles files() {
        return NodeFiles.through(this);
    }

    @Override
    public PortForward forward(String host, int port) {
        return node.forward(host, port);
    }

    @Override
    public NodeExecutor asRoot() {
        return this;
    }

    @Override
    public void close() {
        node.close();
    }
}
