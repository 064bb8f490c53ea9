package io.daytwo.node.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A network namespace that this machine reaches at one address. Whatever listens on the loopback in there is reached
 * from inside only. Needs Linux, root and ip; a test that asks where they are missing is skipped with the reason.
 */
public final class Netns implements AutoCloseable {
    private final String name;
    private final String address;
    private final String outside;

    private Netns(String name, String address, String outside) {
        this.name = name;
        this.address = address;
        this.outside = outside;
    }

    /** Makes one, with a pair of virtual interfaces. */
    public static Netns make() {
        long id = ProcessHandle.current().pid();
        String name = "daytwo-" + id;
        String subnet = "10.213." + (id >> 6) % 256 + ".";
        long first = id % 64 * 4;
        Netns made = new Netns(name, subnet + (first + 2), subnet + (first + 1));
        String here = "dt" + id;
        try {
            must("ip", "netns", "add", name);
            must("ip", "link", "add", here, "type", "veth", "peer", "name", "dt0", "netns", name);
            must("ip", "addr", "add", made.outside + "/30", "dev", here);
            must("ip", "link", "set", here, "up");
            must("ip", "-n", name, "addr", "add", made.address + "/30", "dev", "dt0");
            must("ip", "-n", name, "link", "set", "dt0", "up");
            must("ip", "-n", name, "link", "set", "lo", "up");
            return made;
        } catch (IllegalStateException e) {
            if (e.getCause() == null) {
                made.close();
            }
            Assumptions.abort("no network namespace can be made here: " + e.getMessage());
            throw e;
        }
    }

    /** {@return where it is reached from outside} */
    public String address() {
        return address;
    }

    /** From now on nothing leaves it for outside, and nobody is told: no answer, no acknowledgement, no refusal. */
    public void silence() {
        must("ip", "-n", name, "route", "add", "blackhole", outside);
    }

    /** Ends the silence. */
    public void speak() {
        must("ip", "-n", name, "route", "del", "blackhole", outside);
    }

    /** {@return the words before a command that runs inside} */
    public List<String> inside() {
        return List.of("ip", "netns", "exec", name);
    }

    private static void must(String... words) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", words) + ": " + said.strip());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The interfaces go with it. */
    @Override
    public void close() {
        try {
            Process process = new ProcessBuilder("ip", "netns", "del", name)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
