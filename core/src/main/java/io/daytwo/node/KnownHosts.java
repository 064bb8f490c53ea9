package io.daytwo.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** The known_hosts files of this machine, read anew for every connection. */
final class KnownHosts {
    private final List<Path> files;

    KnownHosts(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /** The lines that speak about a host. */
    List<KnownHost> of(String host) {
        List<KnownHost> found = new ArrayList<>();
        for (Path file : files) {
            int number = 0;
            for (String line : lines(file)) {
                KnownHost.parse(file, ++number, line)
                        .filter(known -> known.matches(host))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    private static List<String> lines(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new SshConfigurationException(
                    file.toString(), "could not be read (" + e + ")", "Check its mode and owner.", e);
        }
    }

    /** Where new keys go, and what messages name. */
    Path first() {
        return files.get(0);
    }

    /** Appends a key, unless somebody else has recorded one for this host meanwhile. */
    boolean addIfUnknown(String host, byte[] key) {
        // a lock on a file is the JVM's: threads of one JVM wait here
        synchronized (KnownHosts.class) {
            return addLocked(host, key);
        }
    }

    private boolean addLocked(String host, byte[] key) {
        Path file = first();
        String line =
                host + " " + HostKeyBlob.type(key) + " " + Base64.getEncoder().encodeToString(key) + "\n";
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null && !Files.exists(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Set<OpenOption> create =
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try (FileChannel channel = FileChannel.open(
                            file,
                            create,
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                    var lock = channel.lock()) {
                if (!lock.isValid() || !of(host).isEmpty()) {
                    return false;
                }
                append(channel, line);
                return true;
            }
        } catch (IOException e) {
            throw new SshConfigurationException(
                    file.toString(), "could not be written (" + e + ")", "Check the mode of file and folder.", e);
        }
    }

    private static void append(FileChannel channel, String line) throws IOException {
        long end = channel.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        boolean torn = end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
        ByteBuffer bytes = ByteBuffer.wrap(((torn ? "\n" : "") + line).getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            end += channel.write(bytes, end);
        }
        channel.force(true);
    }
}
