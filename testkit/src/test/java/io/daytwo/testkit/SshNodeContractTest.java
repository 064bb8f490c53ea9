package io.daytwo.testkit;

import io.daytwo.node.NodeExecutor;
import io.daytwo.node.rig.Sshd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/**
 * OpenSSH's sshd, as users with several login shells and as root through sudo: one connection for all tests of each.
 */
class SshNodeContractTest {
    private static Sshd sshd;

    @BeforeAll
    static void start() {
        sshd = Sshd.start();
    }

    @AfterAll
    static void stop() {
        if (sshd != null) {
            sshd.close();
        }
    }

    /** One connection. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Connected implements NodeExecutorContract {
        private final NodeExecutor node;

        Connected(String user) {
            node = sshd.as(user).connect();
        }

        @Override
        public NodeExecutor node() {
            return node;
        }

        @Override
        public long floodBytes() {
            return Flood.BYTES;
        }

        @AfterAll
        void close() {
            node.close();
        }
    }

    /** {@code /bin/sh}. */
    @Nested
    class PlainUser extends Connected implements NodeFilesContract {
        PlainUser() {
            super("ops");
        }

        @Override
        public String folder() {
            return "/home/ops";
        }
    }

    /** {@code sudo -n}. */
    @Nested
    class Root extends Connected implements NodeFilesContract {
        Root() {
            super("ops");
        }

        @Override
        public NodeExecutor node() {
            return super.node().asRoot();
        }

        @Override
        public String folder() {
            return "/root";
        }
    }

    /** A shell whose profile prints. */
    @Nested
    class Bash extends Connected {
        Bash() {
            super("bash");
        }
    }

    /** A shell with other rules of quoting. */
    @Nested
    class Tcsh extends Connected {
        Tcsh() {
            super("tcsh");
        }
    }
}
