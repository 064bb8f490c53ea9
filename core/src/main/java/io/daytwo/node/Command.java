package io.daytwo.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program and its arguments, passed on as they are: no shell reads them, unless it is asked for by name with
 * {@link #readingShell} or {@link #changingShell}. Immutable, each call returns a copy. Defaults: 60 seconds, empty
 * standard input, the node's own environment with {@code LC_ALL=C}. {@link #reading} promises that the node is
 * afterwards as it was before; a preview refuses everything else.
 */
public final class Command {
    /** How long a command may take unless it says otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(365);
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    private final List<String> argv;
    private final boolean reading;
    private final Duration timeout;
    private final CommandInput stdin;
    private final Map<String, String> environment;
    private final List<String> redactions;
    private final CommandWiring wiring;

    private Command(
            List<String> argv,
            boolean reading,
            Duration timeout,
            CommandInput stdin,
            Map<String, String> environment,
            List<String> redactions,
            CommandWiring wiring) {
        this.argv = argv;
        this.reading = reading;
        this.timeout = timeout;
        this.stdin = stdin;
        this.environment = environment;
        this.redactions = redactions;
        this.wiring = wiring;
    }

    /**
     * A command that changes nothing on the node.
     *
     * @param argv program and arguments
     * @return the command
     */
    public static Command reading(String... argv) {
        return of(true, argv);
    }

    /**
     * A command that may change the node.
     *
     * @param argv program and arguments
     * @return the command
     */
    public static Command changing(String... argv) {
        return of(false, argv);
    }

    /**
     * A shell script that changes nothing on the node. The visible exception to "no shell": keep the script constant
     * and hand every value over as an argument.
     *
     * @param script for {@code /bin/sh}; reads its arguments as {@code "$1"}, {@code "$2"} …
     * @param arguments the values
     * @return the command
     */
    public static Command readingShell(String script, String... arguments) {
        return reading(shell(script, arguments));
    }

    /**
     * A shell script that may change the node; otherwise like {@link #readingShell}.
     *
     * @param script for {@code /bin/sh}
     * @param arguments the values
     * @return the command
     */
    public static Command changingShell(String script, String... arguments) {
        return changing(shell(script, arguments));
    }

    private static String[] shell(String script, String... arguments) {
        return Stream.concat(Stream.of("/bin/sh", "-c", script, "daytwo"), Stream.of(arguments))
                .toArray(String[]::new);
    }

    private static Command of(boolean reading, String... argv) {
        List<String> words = List.of(argv);
        if (words.isEmpty() || words.get(0).isEmpty() || words.get(0).startsWith("-")) {
            throw new IllegalArgumentException("argv: no program");
        }
        words.forEach(word -> requireNoNul(word, "argv"));
        return new Command(words, reading, DEFAULT_TIMEOUT, CommandInput.NONE, Map.of(), List.of(), CommandWiring.NONE);
    }

    private static void requireNoNul(String text, String argument) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(argument + ": holds a NUL character");
        }
    }

    /**
     * Limits the run time.
     *
     * @param limit when it has passed, the command is ended and its outcome unknown; positive, at most 365 days
     * @return a copy
     */
    public Command timeout(Duration limit) {
        if (limit.isNegative() || limit.isZero() || limit.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("limit: " + limit + " is not positive, or longer than a year");
        }
        return new Command(argv, reading, limit, stdin, environment, redactions, wiring);
    }

    /**
     * Gives standard input. The way to hand over a secret: arguments are visible to every user of the node.
     *
     * @param content the bytes
     * @return a copy
     */
    public Command stdin(byte[] content) {
        return input(new CommandInput.Bytes(content.clone()));
    }

    /**
     * Streams a file of this machine to standard input.
     *
     * @param file is opened each time the command runs
     * @return a copy
     */
    public Command stdin(Path file) {
        return input(new CommandInput.LocalFile(file));
    }

    /** Streams whatever opens. */
    Command input(CommandInput input) {
        return new Command(argv, reading, timeout, input, environment, redactions, wiring);
    }

    /**
     * Gives standard input as UTF-8.
     *
     * @param content the text
     * @return a copy
     */
    public Command stdin(String content) {
        return stdin(content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sets an environment variable. It is no argument of a process, so that only root and the program's own user see
     * it. Under {@code asRoot()}, {@code /bin/sh} sets it: where sudoers names programs, that one must be among them.
     *
     * @param name letters, digits and underscores
     * @param value any text
     * @return a copy
     */
    public Command environment(String name, String value) {
        if (!VARIABLE.matcher(name).matches()) {
            throw new IllegalArgumentException("name: not the name of an environment variable");
        }
        requireNoNul(value, "value");
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(name, value);
        return new Command(argv, reading, timeout, stdin, Collections.unmodifiableMap(more), redactions, wiring);
    }

    /**
     * Hides a text wherever this command or its output is shown.
     *
     * @param secret the text
     * @return a copy
     */
    public Command redacting(String secret) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("secret: empty");
        }
        List<String> more = new ArrayList<>(redactions);
        more.add(secret);
        more.sort((a, b) -> b.length() - a.length());
        return new Command(argv, reading, timeout, stdin, environment, List.copyOf(more), wiring);
    }

    /**
     * Hands this command to another program, which runs it, e.g. {@code sudo -n --}.
     *
     * @param program that program and its own arguments; this command's follow them
     * @return a copy; all but the arguments stays
     */
    public Command through(String... program) {
        List<String> words = new ArrayList<>(of(reading, program).argv);
        words.addAll(argv);
        return new Command(List.copyOf(words), reading, timeout, stdin, environment, redactions, wiring);
    }

    /**
     * Tells each line of output while the command runs, beside the result.
     *
     * @param listener hears the lines
     * @return a copy
     */
    public Command onOutput(OutputListener listener) {
        return wired(wiring.listener(Objects.requireNonNull(listener, "listener")));
    }

    Command wired(CommandWiring changed) {
        return new Command(argv, reading, timeout, stdin, environment, redactions, changed);
    }

    CommandWiring wiring() {
        return wiring;
    }

    Command withoutEnvironment() {
        return new Command(argv, reading, timeout, stdin, Map.of(), redactions, wiring);
    }

    /** {@return program and arguments, nothing hidden: not for messages} */
    public List<String> argv() {
        return argv;
    }

    /** {@return whether it promises to change nothing} */
    public boolean isReading() {
        return reading;
    }

    /** {@return how long it may run} */
    public Duration timeout() {
        return timeout;
    }

    /**
     * Reads standard input whole.
     *
     * @return a copy
     * @throws UncheckedIOException if it is a file that cannot be read
     */
    public byte[] stdin() {
        try (InputStream in = openStdin()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens standard input from its beginning; for those who implement {@link NodeExecutor}.
     *
     * @return the bytes; to be closed
     * @throws IOException if it is a file that cannot be opened
     */
    public InputStream openStdin() throws IOException {
        return stdin.open();
    }

    /** {@return whether there is nothing to read} */
    boolean hasNoStdin() {
        return stdin.equals(CommandInput.NONE);
    }

    /** {@return variables set beside the node's own} */
    public Map<String, String> environment() {
        return environment;
    }

    /**
     * Hides this command's secrets.
     *
     * @param text e.g. output of the command
     * @return the text with each secret replaced by {@code ***}
     */
    public String redact(String text) {
        String clean = text;
        for (String secret : redactions) {
            clean = clean.replace(secret, "***");
        }
        return clean;
    }

    /** {@return the command line for people, secrets hidden, of a long script the first line; never fed to a shell} */
    @Override
    public String toString() {
        return ShownCommand.of(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Command that
                && argv.equals(that.argv)
                && reading == that.reading
                && timeout.equals(that.timeout)
                && stdin.equals(that.stdin)
                && environment.equals(that.environment)
                && redactions.equals(that.redactions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(argv, reading, timeout, environment);
    }
}
