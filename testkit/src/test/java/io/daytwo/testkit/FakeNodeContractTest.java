package io.daytwo.testkit;

import io.daytwo.node.Command;
import io.daytwo.node.CommandFailedException.Reason;
import io.daytwo.node.NodeExecutor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The fake keeps the contract, too: scripted with what the programs of the contract are known to print, it must make of
 * it what real nodes make of it.
 */
class FakeNodeContractTest implements NodeExecutorContract, NodeFilesContract {
    /** Script of the contract to what it does. */
    private static final Map<String, FakeReply> SCRIPTS = Map.ofEntries(
            Map.entry("kill -9 $$", FakeReply.exiting(137, "")),
            Map.entry("kill -TERM $$", FakeReply.exiting(143, "")),
            Map.entry("kill -SEGV $$", FakeReply.exiting(139, "")),
            Map.entry(
                    "echo out; echo err >&2; echo more; exit 3",
                    FakeReply.printing("out\nmore\n").stderr("err\n").status(3)),
            Map.entry("printf no-newline", FakeReply.printing("no-newline")),
            Map.entry("printf '\\n\\n'", FakeReply.printing("\n\n")),
            Map.entry(
                    "cat /proc/[0-9]*/cmdline 2> /dev/null; [ -n \"$DAYTWO_TEST\" ]",
                    FakeReply.printing("/bin/sh\0-c\0cat /proc/[0-9]*/cmdline 2> /dev/null")),
            Map.entry(":", FakeReply.silent()),
            Map.entry(
                    "printf 'a\\000b\\377c\\r\\n\\303\\244'",
                    FakeReply.printing(HexFormat.of().parseHex("610062ff630d0ac3a4"))),
            Map.entry("[ ! -e daytwo-canary ]", FakeReply.silent()),
            Map.entry("printf %s \"$LC_ALL\"", FakeReply.printing("C")),
            Map.entry("sleep 61", FakeReply.silent().after(Duration.ofSeconds(61))),
            Map.entry("echo begun; sleep 62", FakeReply.printing("begun\n").after(Duration.ofSeconds(62))),
            Map.entry("pgrep -f '^sleep 6[1]' || echo none", FakeReply.printing("none\n")),
            Map.entry("pgrep -f '^sleep 6[2]' || echo none", FakeReply.printing("none\n")),
            Map.entry(
                    "echo token=s3cret; printf '\\033[31mred'; echo bad >&2",
                    FakeReply.printing("token=s3cret\n\u001b[31mred").stderr("bad\n")),
            Map.entry("echo one; echo two", FakeReply.printing("one\ntwo\n")),
            Map.entry("printf 'token=%s' \"$1\" >&2; exit 7", FakeReply.exiting(7, "token=s3cret")));

    private final FakeNode node = scripted();

    private FakeNode scripted() {
        FakeNode fake = FakeNode.named("fake").withFolder("/data");
        fake.when("true").then(FakeReply.silent());
        fake.when("cat").then(command -> FakeReply.printing(command.stdin()));
        fake.when("sha256sum").then(command -> FakeReply.printing(hash(command.stdin()) + "  -\n"));
        fake.when(command -> command.argv().get(0).equals("printf")).then(FakeNodeContractTest::printf);
        for (String missing : List.of("/no/such/program", "daytwo-no-such-program", "/etc/passwd")) {
            fake.when(missing, "argument").then(FakeReply.failing(Reason.NOT_STARTED));
        }
        fake.when(command -> command.argv().get(0).equals("/bin/sh")).then(this::shell);
        return fake;
    }

    private FakeReply shell(Command command) {
        String first = command.argv().size() > 4 ? command.argv().get(4) : "";
        return switch (command.argv().get(2)) {
            case "exit \"$1\"" -> FakeReply.silent().status(Integer.parseInt(first));
            case "echo \"$1\"" -> FakeReply.printing(first + "\n");
            case "printf %s \"$ONE$TWO\"; sha256sum" ->
                FakeReply.printing(String.join("", command.environment().values()) + hash(command.stdin()) + "  -\n");
            case "printf %s \"$DAYTWO_TEST\"" ->
                FakeReply.printing(command.environment().get("DAYTWO_TEST"));
            case "echo first; head -c \"$1\" /dev/zero; echo; echo last; echo err >&2" ->
                flood(Integer.parseInt(first));
            default -> SCRIPTS.get(command.argv().get(2));
        };
    }

    private static FakeReply flood(int zeros) {
        byte[] head = "first\n".getBytes(StandardCharsets.UTF_8);
        byte[] tail = "\nlast\n".getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(head.length + zeros + tail.length).put(head);
        all.position(head.length + zeros);
        return FakeReply.printing(all.put(tail).array()).stderr("err\n");
    }

    private static FakeReply printf(Command command) {
        return FakeReply.printing(
                command.argv().stream().skip(2).map(word -> word + "\0").collect(Collectors.joining()));
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public NodeExecutor node() {
        return node;
    }

    /** A fake prints from memory. */
    @Override
    public long floodBytes() {
        return 4 << 20;
    }

    @Override
    public String folder() {
        return "/data";
    }

    @Override
    public void makeFolder(String path) {
        node.withFolder(path);
    }

    @Override
    public void makeLink(String path, String target) {
        node.withLink(path, target);
    }

    @Override
    public void removeFolder(String path) {
        node.withoutFile(path);
    }
}
