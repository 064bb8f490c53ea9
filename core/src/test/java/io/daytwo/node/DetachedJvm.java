package io.daytwo.node;

/** A JVM that starts a detached command and is gone before it ends. */
final class DetachedJvm {
    private DetachedJvm() {}

    public static void main(String[] args) {
        DetachedCommand started = DetachedCommands.on(NodeExecutor.local())
                .below(args[0])
                .start("orphan", Command.changing("/bin/sh", "-c", "echo begun; sleep 1; echo done; exit 5"));
        System.out.println(started.name());
        Runtime.getRuntime().halt(137);
    }
}
