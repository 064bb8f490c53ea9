package io.daytwo.node;

import io.daytwo.node.CommandFailedException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Commands of a node that survive the connection and this JVM, found again by name. Where systemd runs the node, a
 * command is a transient unit {@code daytwo-NAME} (root only); elsewhere, and for other users, a session of its own.
 * Output, PID and exit status lie in a folder {@code NAME} (0700) below {@code /var/lib/daytwo/commands}. Immutable,
 * thread-safe.
 *
 * <pre>{@code
 * var commands = DetachedCommands.on(cp1);
 * var upgrade = commands.find("upgrade-v1.35.4")
 *     .orElseGet(() -> commands.start("upgrade-v1.35.4", Command.changing("kubeadm", "upgrade", "apply", "-y", "v1.35.4")));
 * upgrade.onOutput((stream, line) -> log.info(line)).await(Duration.ofMinutes(20)).orThrow();
 * }</pre>
 */
public final class DetachedCommands {
    /** Where commands are kept unless said otherwise; needs root. */
    public static final String FOLDER = "/var/lib/daytwo/commands";

    private static final Duration TO_START = Duration.ofMinutes(2);
    private static final Pattern PLACE = Pattern.compile("/[A-Za-z0-9._/-]{1,200}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,99}");

    private final NodeExecutor node;
    private final String folder;

    private DetachedCommands(NodeExecutor node, String folder) {
        this.node = node;
        this.folder = folder;
    }

    /**
     * The commands of a node below {@link #FOLDER}.
     *
     * @param node as root
     * @return nothing is run yet
     */
    public static DetachedCommands on(NodeExecutor node) {
        return new DetachedCommands(node, FOLDER);
    }

    /**
     * Keeps commands elsewhere.
     *
     * @param path absolute, of letters, digits, dots, hyphens, underscores and slashes; made if it is missing, its
     *     parents too, else it must belong to the user and be no link
     * @return a copy
     */
    public DetachedCommands below(String path) {
        if (!PLACE.matcher(path).matches()) {
            throw new IllegalArgumentException("path: not an absolute path of plain characters");
        }
        return new DetachedCommands(node, path);
    }

    /**
     * Starts a command. A name is used once: of several who start the same one, one succeeds. Its timeout is not used;
     * it runs in {@code /} with umask 022. Variables and input lie in its folder until it has begun, never in a
     * process's arguments.
     *
     * @param name lower-case letters, digits, dots and hyphens, at most 100
     * @param command what to run
     * @return it has begun
     * @throws DetachedNameTakenException if there is one of that name, running or not: nothing was run
     * @throws CommandFailedException if it did not begin; when the connection was lost, {@link #find} tells
     */
    public DetachedCommand start(String name, Command command) {
        String place = place(name);
        byte[] script = DetachedScript.run(place, command).getBytes(StandardCharsets.UTF_8);
        CommandInput input = () -> new SequenceInputStream(new ByteArrayInputStream(script), command.openStdin());
        String hash;
        try (InputStream in = input.open()) {
            hash = hash(in);
        } catch (IOException e) {
            throw CommandFailedException.of(Reason.NOT_STARTED, node.name(), command, e);
        }
        CommandResult result;
        try {
            result = node.run(
                    Command.changingShell(DetachedScript.START, folder, name, Integer.toString(script.length), hash)
                            .input(input)
                            .timeout(TO_START));
        } catch (CommandFailedException e) {
            throw CommandFailedException.of(e.reason(), node.name(), command, e.getCause());
        }
        if (result.exitStatus() == DetachedScript.TAKEN) {
            throw new DetachedNameTakenException(node.name(), name, place);
        }
        if (!result.isSuccess()) {
            Reason reason =
                    result.exitStatus() == DetachedScript.NOT_STARTED ? Reason.NOT_STARTED : Reason.NO_EXIT_STATUS;
            String said = command.redact(result.stderr().strip());
            throw CommandFailedException.of(reason, node.name(), command, new IOException(said));
        }
        return new DetachedCommand(node, name, place, command);
    }

    private static String hash(InputStream in) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[64 * 1024];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            digest.update(buffer, 0, count);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Finds a command again, whoever started it; runs a reading command.
     *
     * @param name as it was started
     * @return empty if none of that name was ever started, or it was forgotten
     */
    public Optional<DetachedCommand> find(String name) {
        String place = place(name);
        return DetachedLook.at(node, place).isMissing()
                ? Optional.empty()
                : Optional.of(new DetachedCommand(node, name, place, Command.changing("daytwo-detached", name)));
    }

    /** {@return the names that are in use, sorted} */
    public List<String> names() {
        try {
            return node.files().list(folder);
        } catch (NodeFileException e) {
            if (e.reason() == NodeFileException.Reason.MISSING) {
                return List.of();
            }
            throw e;
        }
    }

    private String place(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name: not lower-case letters, digits, dots and hyphens, at most 100");
        }
        return folder + "/" + name;
    }
}
