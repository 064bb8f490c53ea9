package io.daytwo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every block of the README and every example compiles as written. */
class ReadmeTest {
    @TempDir
    Path folder;

    @Test
    void everyJavaBlockCompiles() throws Exception {
        List<String> blocks = Project.javaBlocksOfReadme();
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(3);
        for (int i = 0; i < blocks.size(); i++) {
            String name = Snippet.nameOf(blocks.get(i), "Block" + i);
            Compiled.of(name, Snippet.asFile(name, blocks.get(i)), Files.createDirectory(folder.resolve("block" + i)));
        }
    }

    @Test
    void everyScriptCompiles() throws Exception {
        try (Stream<Path> scripts = Files.list(Project.root().resolve("examples/jbang"))) {
            for (Path script : scripts.toList()) {
                String name = script.getFileName().toString().replace(".java", "");
                Compiled.of(name, Files.readString(script), Files.createDirectory(folder.resolve(name)));
            }
        }
    }

    @Test
    void theReadmeShowsTheBackupScriptAsItLies() {
        String script = Project.text("examples/jbang/Backup.java").replace("//DEPS org.slf4j:slf4j-simple\n", "");
        assertThat(Project.text("README.md")).contains(script);
    }

    @Test
    void everyRelativeLinkLeadsSomewhere() {
        List<String> links = java.util.regex.Pattern.compile("\\]\\((?!https?:)([^)#]+)")
                .matcher(Project.text("README.md"))
                .results()
                .map(link -> link.group(1))
                .toList();
        assertThat(links)
                .isNotEmpty()
                .allSatisfy(link -> assertThat(Project.root().resolve(link)).exists());
    }
}
