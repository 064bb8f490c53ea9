package io.daytwo.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Java files of the whole project. */
final class Sources {
    private Sources() {}

    static Path projectRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("bom"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    static List<Path> main() {
        return below("src/main/java");
    }

    static List<Path> tests() {
        return below("src/test/java");
    }

    private static List<Path> below(String part) {
        try (Stream<Path> modules = Files.list(projectRoot())) {
            return modules.map(module -> module.resolve(part))
                    .filter(Files::isDirectory)
                    .flatMap(Sources::javaFiles)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
