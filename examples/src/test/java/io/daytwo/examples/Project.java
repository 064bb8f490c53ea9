package io.daytwo.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where the project's own files lie, and the code blocks of its README. */
final class Project {
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private Project() {}

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("bom"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    static String text(String file) {
        try {
            return Files.readString(root().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is typed into JShell, and what it answers. */
    static String jshellBlockOfReadme() {
        Matcher block = Pattern.compile("```jshell\n(.*?)```", Pattern.DOTALL).matcher(text("README.md"));
        if (!block.find()) {
            throw new IllegalStateException("the README has no block for JShell");
        }
        return block.group(1);
    }

    static List<String> javaBlocksOfReadme() {
        Matcher blocks = JAVA_BLOCK.matcher(text("README.md"));
        return blocks.results().map(block -> block.group(1)).collect(Collectors.toList());
    }
}
