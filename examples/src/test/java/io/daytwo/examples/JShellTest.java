package io.daytwo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The start file of JShell, and what people type after it. */
class JShellTest {
    @Test
    void itsStartFileAndALookAroundAreUnderstood() {
        try (Shell shell = new Shell()) {
            assertThat(shell.enter("1 + 1")).isEqualTo("2");
            String unused = shell.enter("""
                    Topology look(Path admin) { var cluster = ClusterClient.fromKubeconfig(admin); return cluster.topology(); }
                    Topology home() { return cluster("admin.conf").topology(); }
                    Nodes all(ClusterClient cluster) {
                        return Nodes.of(cluster, name -> NodeExecutor.ssh(name).user("ops").connect().asRoot());
                    }
                    """);
        }
    }
}
