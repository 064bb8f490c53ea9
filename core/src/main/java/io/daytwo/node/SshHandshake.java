package io.daytwo.node;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchRevokedHostKeyException;
import com.jcraft.jsch.Logger;
import com.jcraft.jsch.Session;
import io.daytwo.node.NodeUnreachableException.Stage;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connects and logs in. The library blocks without honouring interruption, so it works on a thread of its own; the
 * caller's thread watches the deadlines and closes the socket under it.
 */
final class SshHandshake {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final SshTarget target;
    private final SshWatch watch;
    private final HostKeyCheck hostKey;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Exception failure;

    private SshHandshake(SshTarget target, PortForward way) {
        this.target = target;
        this.watch = new SshWatch(target, way);
        this.hostKey = new HostKeyCheck(
                new KnownHosts(target.knownHosts()),
                target.keyName(),
                target.portlessKeyName(),
                target.scanAddress(),
                target.acceptNew());
    }

    /**
     * A session that is logged in.
     *
     * @param target whom to connect to
     * @param way where its port is reached
     */
    static Session open(SshTarget target, PortForward way) {
        return new SshHandshake(target, way).open();
    }

    private Session open() {
        JSch library = new JSch();
        library.setInstanceLogger(new Listening());
        SshKeys keys = SshKeys.load(library, target);
        Session session;
        try {
            session = SshSession.prepare(library, target, hostKey);
        } catch (JSchException e) {
            throw new SshConfigurationException(target.address(), "is no address", "Check user and host.", e);
        }
        session.setSocketFactory(watch);
        Thread thread = new Thread(() -> connect(session), "daytwo-ssh-connect " + target.name());
        thread.setDaemon(true);
        thread.start();
        await(session, thread);
        Exception failed = failure;
        if (failed != null) {
            session.disconnect();
            throw explain(failed, keys);
        }
        return session;
    }

    private void connect(Session session) {
        try {
            session.connect(0);
        } catch (JSchException | RuntimeException e) {
            failure = e;
        } finally {
            done.countDown();
        }
    }

    private void await(Session session, Thread thread) {
        try {
            // a part that begins meanwhile may have less time than the one before
            while (!done.await(Math.max(Math.min(watch.left(), LOOK_NANOS), 1), TimeUnit.NANOSECONDS)) {
                if (watch.left() <= 0) {
                    Stage late = watch.stage();
                    giveUp(session, thread);
                    throw unreachable(late, "no answer in time", null);
                }
            }
        } catch (InterruptedException e) {
            giveUp(session, thread);
            Thread.currentThread().interrupt();
            throw unreachable(watch.stage(), "this thread was interrupted", null);
        }
    }

    private void giveUp(Session session, Thread thread) {
        // an agent that should sign is not on the socket that closes here
        thread.interrupt();
        watch.abandon();
        session.disconnect();
    }

    private RuntimeException explain(Exception failed, SshKeys keys) {
        Stage stage = watch.stage();
        if (failed instanceof JSchRevokedHostKeyException) {
            return hostKey.revokedCertificate(target.name(), failed);
        }
        HostKeyRejectedException rejection = hostKey.rejection(target.name(), failed);
        if (rejection != null) {
            return rejection;
        }
        if (failed instanceof RuntimeException ours && failed instanceof SshConfigurationException) {
            return ours;
        }
        Exception deepest = failed.getCause() instanceof IOException broken ? broken : failed;
        String evidence = String.valueOf(deepest.getMessage());
        // the library calls any end of the connection a refused login
        if (stage == Stage.AUTHENTICATION && deepest == failed && !watch.isEnded()) {
            return new SshAuthenticationException(
                    target.name(), target.user(), keys.offered(), keys.passedOver(), evidence, failed);
        }
        return unreachable(stage, evidence, failed);
    }

    private NodeUnreachableException unreachable(Stage stage, String happened, @Nullable Throwable cause) {
        boolean heard = stage == Stage.BANNER && !watch.said().isEmpty();
        String evidence = heard ? happened + "; it said: " + watch.said() : happened;
        return new NodeUnreachableException(stage, target.name(), target.address(), evidence, cause);
    }

    /**
     * Learns from the library's log what it tells nowhere else: when login begins, and why a certificate is not valid.
     */
    private final class Listening implements Logger {
        @Override
        public boolean isEnabled(int level) {
            return true;
        }

        @Override
        public void log(int level, String message) {
            SshSession.LOG.trace("{}: {}", target.name(), message);
            if (message.equals("SSH_MSG_NEWKEYS received")) {
                watch.enter(Stage.AUTHENTICATION);
            }
        }

        @Override
        public void log(int level, String message, @Nullable Throwable cause) {
            log(level, message);
            if (cause != null && message.contains("certificate")) {
                hostKey.certificateFault(String.valueOf(cause.getMessage()));
            }
        }
    }
}
