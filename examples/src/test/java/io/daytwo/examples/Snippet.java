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

    private Snippet() {}

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
