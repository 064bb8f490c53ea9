package io.daytwo.plan;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who runs this, for locks and journals. */
final class Operator {
    private Operator() {}

    static String name() {
        return System.getProperty("user.name") + "@" + host() + " (process "
                + ProcessHandle.current().pid() + ")";
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown host";
        }
    }
}
