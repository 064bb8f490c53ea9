package io.daytwo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** JShell with our start file, in this JVM; people type after it. */
final class Shell implements AutoCloseable {
    private final JShell shell;

    Shell() {
        shell = JShell.builder().executionEngine("local").build();
        shell.addToClasspath(System.getProperty("java.class.path"));
        String unused = enter(Project.text("examples/jshell/daytwo.jsh"));
    }

    /** Line by line, as a person does: a line that is whole needs no semicolon. Returns what is shown for the last. */
    String enter(String text) {
        String begun = "";
        String shown = "";
        for (String line : text.lines().toList()) {
            begun += line + "\n";
            CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(begun);
            if (next.completeness().isComplete()) {
                shown = evaluate(next.source());
                begun = next.remaining();
            }
        }
        assertThat(begun).isBlank();
        return shown;
    }

    private String evaluate(String source) {
        String shown = "";
        for (SnippetEvent event : shell.eval(source)) {
            List<String> complaints = shell.diagnostics(event.snippet())
                    .map(complaint -> complaint.getMessage(null))
                    .toList();
            assertThat(event.status()).as(source + complaints).isEqualTo(Status.VALID);
            if (event.exception() != null) {
                throw new AssertionError(source, event.exception());
            }
            shown = String.valueOf(event.value());
        }
        return shown;
    }

    @Override
    public void close() {
        shell.close();
    }
}
