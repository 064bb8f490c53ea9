package io.daytwo.node;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the library is set up. Never through its static configuration, which is the whole JVM's. */
final class SshSession {
    static final Logger LOG = LoggerFactory.getLogger(SshSession.class);

    /** A peer that is silent for three of these is dead: 24 s. */
    private static final int ALIVE_MILLIS = 8_000;

    private static final int ALIVE_QUESTIONS = 2;

    private static final String MACS =
            "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com," + "hmac-sha2-256,hmac-sha2-512";

    private SshSession() {}

    static Session prepare(JSch library, SshTarget target, HostKeyCheck hostKey) throws JSchException {
        Session session = library.getSession(target.user(), target.host(), target.port());
        target.keyAlias().ifPresent(session::setHostKeyAlias);
        session.setHostKeyRepository(hostKey);
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig("server_host_key", hostKey.algorithms());
        session.setConfig("prefer_known_host_key_types", "no");
        session.setConfig("host_certificate_to_key_fallback", "yes");
        session.setConfig("PreferredAuthentications", "publickey");
        session.setConfig("mac.c2s", MACS);
        session.setConfig("mac.s2c", MACS);
        session.setDaemonThread(true);
        session.setServerAliveInterval(ALIVE_MILLIS);
        session.setServerAliveCountMax(ALIVE_QUESTIONS);
        return session;
    }
}
