package io.daytwo.examples;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A source text, compiled against the test's class path; refuses warnings as the build does. */
final class Compiled {
    private final String name;
    private final Path classes;

    private Compiled(String name, Path classes) {
        this.name = name;
        this.classes = classes;
    }

    static Compiled of(String name, String source, Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean ok = compiler.getTask(
                            complaints,
                            files,
                            null,
                            List.of(
                                    "-d",
                                    folder.toString(),
                                    "--release",
                                    "17",
                                    "-Xlint:all,-processing,-path",
                                    "-proc:none"),
                            null,
                            files.getJavaFileObjects(file))
                    .call();
            if (!ok) {
                throw new AssertionError("does not compile:\n" + source + "\n" + complaints);
            }
        }
        return new Compiled(name, folder);
    }

    void run() throws ReflectiveOperationException, IOException {
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            var main = loader.loadClass(name).getDeclaredMethod("run");
            main.setAccessible(true);
            main.invoke(null);
        }
    }
}
