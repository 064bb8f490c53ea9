package io.daytwo.examples;

/** A block of the README as a compilable class: whole files stay, statements get the prelude. */
final class Snippet {
    private static final String PRELUDE = """
            import io.daytwo.cluster.*;
            import io.daytwo.etcd.*;
            import io.daytwo.etcd.snapshot.*;
            import io.daytwo.manifests.*;
            import io.daytwo.manifests.pki.*;
            import io.daytwo.node.*;
            import io.daytwo.plan.*;
            import io.daytwo.progress.*;
            import io.daytwo.testkit.*;
            import io.daytwo.upgrade.certs.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            class %s { static NodeExecutor cp1 = NodeExecutor.local(); static void run() throws Exception {
            %s
            } }
            """;

    private static final String SCRIPT = """
            //JAVA 17+
            //DEPS io.daytwo:daytwo-bom:0.1.0@pom
            //DEPS io.daytwo:daytwo-manifests
            import io.daytwo.manifests.*;
            import io.daytwo.manifests.pki.*;
            import io.daytwo.node.*;
            import java.time.*;
            class %s { public static void main(String[] args) throws Exception {
            %s
            } }
            """;

    private Snippet() {}

    /** For JBang, which runs it in a process of its own. */
    static String asScript(String name, String block) {
        return SCRIPT.formatted(name, block);
    }

    static boolean isFile(String block) {
        return block.contains("static void main");
    }

    static String asFile(String name, String block) {
        return isFile(block) ? block : PRELUDE.formatted(name, block);
    }

    static String nameOf(String block, String otherwise) {
        return isFile(block) ? block.replaceFirst("(?s).*?class (\\w+) .*", "$1") : otherwise;
    }
}
