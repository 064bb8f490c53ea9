package io.daytwo.plan;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.daytwo.node.Command;
import io.daytwo.node.CommandFailedException;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;

/** A lock in a file of a node, and the fence that compares its number in the same command as a change. */
final class NodeLock implements OperationLock {
    private final NodeExecutor node;
    private final String file;
    private final String what;

    NodeLock(NodeExecutor node, String file, String what) {
        this.node = node;
        this.file = file;
        this.what = what;
    }

    /** The lock of one node. */
    static NodeLock of(String name, NodeExecutor node) {
        return new NodeLock(node, "node", "node " + name);
    }

    @Override
    public String name() {
        return what;
    }

    @Override
    public LockHolder take(LockClaim claim) {
        String mark = mark();
        Command take = script(
                        mark, LockScript.TAKE, claim.id(), claim.breaking().orElse(claim.id()))
                .stdin(json(claim) + "\n");
        CommandResult result = node.run(take);
        if (says(result, mark, LockScript.HELD)) {
            throw new PlanLockedException(what, holder(result.stdout()));
        }
        refuseTrouble(result, mark);
        long number = Long.parseLong(result.orThrow().stdout().strip());
        return new LockHolder(claim.id(), claim.holder(), claim.operation(), claim.since(), number);
    }

    @Override
    public void confirm(LockHolder hold) {
        CommandResult result = fenced(hold, Command.changing("true"));
        result.orThrow();
    }

    @Override
    public void release(LockHolder hold) {
        String mark = mark();
        CommandResult result = node.run(script(mark, LockScript.RELEASE, Long.toString(hold.fencing()), hold.id()));
        refuseTrouble(result, mark);
        result.orThrow();
    }

    /** Runs a command only while the hold is the last one; nobody can take the lock before it has ended. */
    CommandResult fenced(LockHolder hold, Command command) {
        String mark = mark();
        Command guarded = command.through(arguments(mark, LockScript.FENCE, Long.toString(hold.fencing()), hold.id()));
        CommandResult result;
        try {
            result = node.run(guarded);
        } catch (CommandFailedException e) {
            throw e.reason() == CommandFailedException.Reason.EXIT_STATUS
                    ? e
                    : CommandFailedException.of(e.reason(), e.node(), command, e.getCause());
        }
        if (says(result, mark, LockScript.LOST)) {
            throw LockLostException.of(what);
        }
        refuseTrouble(result, mark);
        return new CommandResult(
                result.node(),
                command,
                result.exitStatus(),
                result.stdout(),
                result.stderr(),
                result.truncated(),
                result.took());
    }

    private void refuseTrouble(CommandResult result, String mark) {
        if (says(result, mark, LockScript.BUSY)) {
            throw trouble(
                    "is busy for more than " + LockScript.WAIT + " s: a command of a run is still at work there.",
                    "Wait for that command to end.");
        }
        if (says(result, mark, LockScript.CORRUPT)) {
            throw trouble(
                    "cannot be read: its file is damaged.",
                    "Make sure that nobody works on the node, then move " + LockScript.FOLDER + "/" + file
                            + ".lock aside.");
        }
        if (says(result, mark, LockScript.UNSAFE)) {
            throw trouble(
                    "cannot be kept: " + LockScript.FOLDER + " is not a writable folder of the user who runs commands: "
                            + result.stderr()
                                    .replace(mark + LockScript.UNSAFE, "")
                                    .strip(),
                    "Connect with asRoot(), and make that folder root's, mode 0700, with room left.");
        }
    }

    private LockLostException trouble(String problem, String remedy) {
        return new LockLostException(what, problem, remedy, null);
    }

    private static boolean says(CommandResult result, String mark, String answer) {
        return result.exitStatus() == 98 && result.stderr().stripTrailing().endsWith(mark + answer);
    }

    private static String mark() {
        return "daytwo-" + UUID.randomUUID();
    }

    private Command script(String mark, String script, String... more) {
        List<String> argv = List.of(arguments(mark, script, more));
        return Command.changing(argv.toArray(String[]::new));
    }

    private String[] arguments(String mark, String script, String... more) {
        List<String> argv = new java.util.ArrayList<>(
                List.of("sh", "-c", script, "daytwo", mark, LockScript.FOLDER, file, LockScript.WAIT));
        argv.addAll(List.of(more));
        return argv.toArray(String[]::new);
    }

    private static String json(LockClaim claim) {
        JsonObject json = new JsonObject();
        json.addProperty("holder", claim.holder());
        json.addProperty("operation", claim.operation());
        json.addProperty("since", claim.since().toString());
        return json.toString();
    }

    private LockHolder holder(String text) {
        try {
            List<String> lines = text.lines().toList();
            String[] words = lines.get(0).split(" ", -1);
            JsonObject json = JsonParser.parseString(lines.get(1)).getAsJsonObject();
            return new LockHolder(
                    LockScript.requireId(words[2]),
                    json.get("holder").getAsString(),
                    json.get("operation").getAsString(),
                    Instant.parse(json.get("since").getAsString()),
                    Long.parseLong(words[1]));
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | NullPointerException
                | DateTimeParseException e) {
            throw new LockLostException(
                    what,
                    "cannot be read: its file is damaged.",
                    "Make sure that nobody works on the node, then move " + LockScript.FOLDER + "/" + file
                            + ".lock aside.",
                    e);
        }
    }
}
