package io.daytwo.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an ssh_config(5) file for one host: Host with patterns, Match all, host and originalhost, Include. Other
 * criteria of Match depend on more than the host; such a block is passed over with a warning.
 */
final class SshConfigFile {
    private static final Logger LOG = LoggerFactory.getLogger(SshConfigFile.class);
    private static final int DEEPEST_INCLUDE = 16;

    private final Path home;
    private final String host;
    private final SshHostConfig.Collector found = new SshHostConfig.Collector();

    private SshConfigFile(Path home, String host) {
        this.home = home;
        this.host = host;
    }

    static SshHostConfig read(Path file, Path home, String host) {
        SshConfigFile reading = new SshConfigFile(home, host);
        reading.file(file, 0, true);
        return new SshHostConfig(reading.found, home, host);
    }

    private void file(Path file, int depth, boolean applied) {
        if (depth > DEEPEST_INCLUDE) {
            throw new SshConfigurationException(
                    file.toString(), "is included too deeply", "Remove the circle of Include lines.", null);
        }
        requirePrivate(file);
        boolean applies = applied;
        for (String line : lines(file)) {
            List<String> words = words(file, line);
            if (words.isEmpty()) {
                continue;
            }
            String keyword = words.get(0).toLowerCase(Locale.ROOT);
            List<String> values = words.subList(1, words.size());
            if (keyword.equals("host")) {
                applies = applied && HostPatterns.match(values, host);
            } else if (keyword.equals("match")) {
                applies = applied && matches(file, values);
            } else if (keyword.equals("include") && applies) {
                for (String value : values) {
                    include(value, depth);
                }
            } else if (applies && !values.isEmpty()) {
                found.add(keyword, values);
            }
        }
    }

    private boolean matches(Path file, List<String> criteria) {
        boolean matched = true;
        for (int i = 0; i < criteria.size(); i++) {
            String criterion = criteria.get(i).toLowerCase(Locale.ROOT);
            if (criterion.equals("all")) {
                continue;
            }
            boolean byHost = criterion.equals("host") || criterion.equals("originalhost");
            if (!byHost || i + 1 == criteria.size()) {
                LOG.warn("{}: a block 'Match {}' is not understood and passed over", file, String.join(" ", criteria));
                return false;
            }
            String name = criterion.equals("host") ? found.first("hostname").orElse(host) : host;
            matched &= HostPatterns.match(List.of(criteria.get(++i).split(",")), name);
        }
        return matched;
    }

    private void include(String value, int depth) {
        Path pattern = SshHostConfig.path(value, home);
        // as ssh does, wherever the including file is
        Path absolute = home.resolve(".ssh").resolve(pattern);
        Path folder = absolute.getParent();
        Path name = absolute.getFileName();
        if (folder == null || name == null || !Files.isDirectory(folder)) {
            return;
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, name.toString())) {
            entries.forEach(files::add);
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
        Collections.sort(files);
        for (Path each : files) {
            file(each, depth + 1, true);
        }
    }

    /** Whoever may write this file may choose where we connect; ssh refuses it too. */
    private static void requirePrivate(Path file) {
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            if (mode.contains(PosixFilePermission.GROUP_WRITE) || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new SshConfigurationException(
                        file.toString(), "may be written by others", "Run chmod go-w on it.", null);
            }
        } catch (UnsupportedOperationException e) {
            LOG.debug("{}: this file system has no modes", file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static SshConfigurationException unreadable(Path file, IOException e) {
        return new SshConfigurationException(
                file.toString(), "could not be read (" + e + ")", "Check the path, its mode and owner.", e);
    }

    /** Cuts a line at blanks and the first equals sign; double quotes keep blanks together. */
    private static List<String> words(Path file, String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (char c : line.strip().toCharArray()) {
            if (c == '#' && !quoted && !begun) {
                break;
            }
            boolean separates = Character.isWhitespace(c) || (c == '=' && words.isEmpty());
            if (c == '"') {
                quoted = !quoted;
                begun = true;
            } else if (!quoted && (separates || (c == '=' && words.size() == 1 && !begun))) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (quoted) {
            throw new SshConfigurationException(
                    file.toString(), "has a line whose quotation mark is not closed", "Close it.", null);
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
