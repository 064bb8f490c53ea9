package io.daytwo.node;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.SSHAgentConnector;
import io.daytwo.node.NodeUnreachableException.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys an ssh-agent holds. Its socket is a channel of the JDK, which an interruption closes: an agent that does not
 * answer is given up, and costs a connection the deadline for authentication at most.
 */
final class SshAgent {
    private static final Logger LOG = LoggerFactory.getLogger(SshAgent.class);

    private SshAgent() {}

    /** The socket of the agent to ask. */
    static Optional<Path> socket(SshTarget target) {
        if (!target.agent()) {
            return Optional.empty();
        }
        return target.agentSocket()
                .or(() -> Optional.ofNullable(System.getenv("SSH_AUTH_SOCK"))
                        .filter(name -> !name.isEmpty())
                        .map(Path::of));
    }

    /** Empty for an agent that cannot be reached, too. */
    static List<Identity> keys(SshTarget target, Path socket) {
        FutureTask<List<Identity>> listing = new FutureTask<>(() -> list(socket));
        Thread thread = new Thread(listing, "daytwo-ssh-agent " + target.name());
        thread.setDaemon(true);
        thread.start();
        try {
            return listing.get(target.deadlines().authentication().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("{}: the agent does not answer and is passed over", socket);
            return List.of();
        } catch (ExecutionException e) {
            LOG.debug("{}: no agent", socket, e.getCause());
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeUnreachableException(
                    Stage.CONNECT, target.name(), target.address(), "this thread was interrupted", e);
        } finally {
            boolean unused = listing.cancel(true);
        }
    }

    private static List<Identity> list(Path socket) throws AgentProxyException {
        List<Identity> keys = new ArrayList<>();
        new AgentIdentityRepository(new SSHAgentConnector(socket))
                .getIdentities()
                .forEach(held -> keys.add(new AgentKey(held)));
        return keys;
    }
}
