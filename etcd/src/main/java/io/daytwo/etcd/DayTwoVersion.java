package io.daytwo.etcd;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this library, which the build writes beside this class. */
final class DayTwoVersion {
    private DayTwoVersion() {}

    static String current() {
        Properties properties = new Properties();
        try (InputStream in = DayTwoVersion.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }
}
