package io.daytwo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The start file of JShell, and what people type after it. */
class JShellTest {
    private JShell shell;

    @BeforeEach
    void open() {
        shell = JShell.builder().executionEngine("local").build();
        shell.addToClasspath(System.getProperty("java.class.path"));
    }

    @AfterEach
    void close() {
        shell.close();
    }

    /** Line by line, as a person does: a line that is whole needs no semicolon. */
    private void enter(String text) {
        String begun = "";
        for (String line : text.lines().toList()) {
            begun += line + "\n";
            CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(begun);
            if (next.completeness().isComplete()) {
                evaluate(next.source());
                begun = next.remaining();
            }
        }
        assertThat(begun).isBlank();
    }

    private void evaluate(String source) {
        for (SnippetEvent event : shell.eval(source)) {
            List<String> complaints = shell.diagnostics(event.snippet())
                    .map(complaint -> complaint.getMessage(null))
                    .toList();
            assertThat(event.status()).as(source + complaints).isEqualTo(Status.VALID);
        }
    }

    @Test
    void itsStartFileAndALookAroundAreUnderstood() {
        enter(Project.text("examples/jshell/daytwo.jsh"));
        enter(
                "Topology look(Path admin) { var cluster = ClusterClient.fromKubeconfig(admin); return cluster.topology(); }");
        enter("Topology home() { return cluster(\"admin.conf\").topology(); }");
        enter("""
                Nodes all(ClusterClient cluster) {
                    return Nodes.of(cluster, name -> NodeExecutor.ssh(name).user("ops").connect().asRoot());
                }
                """);
    }
}
