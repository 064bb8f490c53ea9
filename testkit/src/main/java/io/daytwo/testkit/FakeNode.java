package io.daytwo.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFileException;
import io.daytwo.node.NodeFiles;
import io.daytwo.node.PortForward;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A node that a test writes down: replies of commands, files in memory, ports. What nobody wrote down is an
 * {@link AssertionError} that says what was asked and how to script it, never a reply that looks like success. It keeps
 * the same contract as real nodes where it makes sense; its user is root, so {@link #asRoot()} is itself. Thread-safe.
 *
 * <pre>{@code
 * FakeNode cp1 = FakeNode.named("cp1")
 *     .withFile("/etc/kubernetes/manifests/etcd.yaml", yaml)
 *     .when("kubeadm", "version", "-o", "short").thenPrint("v1.34.4\n")
 *     .when("systemctl", "is-active", "kubelet").then(FakeReply.exiting(3, ""), FakeReply.printing("active\n"));
 * }</pre>
 */
public final class FakeNode implements NodeExecutor {
    private record Answer(Predicate<Command> matches, Function<Command, FakeReply> reply) {}

    private final String name;
    private final FakeFiles files;
    private final List<Answer> answers = new CopyOnWriteArrayList<>();
    private final List<Command> commands = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private FakeNode(String name) {
        this.name = name;
        this.files = new FakeFiles(name);
    }

    /**
     * A node without commands, ports and files but {@code /}.
     *
     * @param name how messages call it
     * @return the node
     */
    public static FakeNode named(String name) {
        return new FakeNode(name);
    }

    /**
     * Begins to script the command with exactly these words. What is scripted later counts before what was scripted
     * earlier.
     *
     * @param argv program and arguments
     * @return to be completed
     */
    public FakeScript when(String... argv) {
        List<String> words = List.of(argv);
        return when(command -> command.argv().equals(words));
    }

    /**
     * Begins to script all commands that match.
     *
     * @param matches judges a command; called on the thread that runs it
     * @return to be completed
     */
    public FakeScript when(Predicate<Command> matches) {
        return new FakeScript(this, matches);
    }

    FakeNode script(Predicate<Command> matches, Function<Command, FakeReply> reply) {
        answers.add(0, new Answer(matches, reply));
        return this;
    }

    /**
     * Puts a file there, or replaces it: mode 0644, of root. Folders on the way come into being.
     *
     * @param path absolute
     * @param content as UTF-8
     * @return this
     */
    @CanIgnoreReturnValue
    public FakeNode withFile(String path, String content) {
        return withFile(path, content.getBytes(StandardCharsets.UTF_8), 0644);
    }

    /**
     * Puts a file there, or replaces it.
     *
     * @param path absolute
     * @param content the bytes
     * @param mode permission bits
     * @return this
     */
    @CanIgnoreReturnValue
    public FakeNode withFile(String path, byte[] content, int mode) {
        files.put(path, content, mode);
        return this;
    }

    /**
     * Puts a folder there, and those on the way.
     *
     * @param path absolute
     * @return this
     */
    @CanIgnoreReturnValue
    public FakeNode withFolder(String path) {
        files.folder(path);
        return this;
    }

    /**
     * Puts a symbolic link there.
     *
     * @param path absolute
     * @param target where it leads, absolute or not; need not exist
     * @return this
     */
    @CanIgnoreReturnValue
    public FakeNode withLink(String path, String target) {
        files.link(path, target);
        return this;
    }

    /**
     * Takes away what lies at a path; nothing is fine.
     *
     * @param path absolute
     * @return this
     */
    @CanIgnoreReturnValue
    public FakeNode withoutFile(String path) {
        files.remove(path);
        return this;
    }

    /**
     * Lets everything fail that uses a path, e.g. because it may not be read, or its disk is full.
     *
     * @param path absolute
     * @param reason how
     * @return this
     */
    @CanIgnoreReturnValue
    public FakeNode withTrouble(String path, NodeFileException.Reason reason) {
        files.trouble(path, reason);
        return this;
    }

    /**
     * Says where a port of the node is reached.
     *
     * @param host as the node sees it
     * @param port as the node sees it
     * @param here a port of {@code 127.0.0.1}
     * @return this
     */
    @CanIgnoreReturnValue
    public FakeNode withPort(String host, int port, int here) {
        ports.put(host + ":" + port, here);
        return this;
    }

    /** {@return the commands that were run, in that order} */
    public List<Command> commands() {
        return List.copyOf(commands);
    }

    /** {@return whether somebody closed it} */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CommandResult run(Command command) {
        commands.add(command);
        for (Answer answer : answers) {
            if (answer.matches.test(command)) {
                return answer.reply.apply(command).to(name, command);
            }
        }
        throw new AssertionError(name + ": nobody told this FakeNode what this command does: " + command
                + "\nScript it: node.when(" + literals(command) + ").thenPrint(\"…\")"
                + (command.isReading() ? "" : "; it changes the node: .then(command -> { … })"));
    }

    private static String literals(Command command) {
        List<String> literals = new ArrayList<>();
        for (String word : command.argv()) {
            String escaped = command.redact(word)
                    .replace("\\", "\\\\")
                    .replace("\"", "\\\"")
                    .replace("\n", "\\n");
            literals.add('"' + escaped + '"');
        }
        return String.join(", ", literals);
    }

    @Override
    public NodeFiles files() {
        return files;
    }

    @Override
    public PortForward forward(String host, int port) {
        Integer here = ports.get(host + ":" + port);
        if (here == null) {
            throw new AssertionError(name + ": nobody told this FakeNode where " + host + ":" + port
                    + " is.\nSay it: node.withPort(\"" + host + "\", " + port + ", portHere)");
        }
        return new FakePort(here);
    }

    private record FakePort(int port) implements PortForward {
        @Override
        public String host() {
            return "127.0.0.1";
        }

        @Override
        public void close() {}
    }

    @Override
    public NodeExecutor asRoot() {
        return this;
    }

    @Override
    public void close() {
        closed = true;
    }
}
