///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.daytwo:daytwo-bom:0.1.0@pom
//DEPS io.daytwo:daytwo-core
//DEPS org.slf4j:slf4j-simple

import io.daytwo.DayTwoException;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.*;
import io.daytwo.progress.ProgressListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A plan of one's own: {@code PutFile.java preview|run FILE PATH NODE...} puts a file on every node, one after another. */
class PutFile {
    record Put(String name, String path, String wanted) implements Step {
        @Override public String id() { return name + "/put"; }

        @Override public String title() { return "put " + path; }

        @Override public Optional<String> node() { return Optional.of(name); }

        private String now(NodeExecutor node) {
            return node.files().exists(path) ? new String(node.files().read(path, 1 << 20), StandardCharsets.UTF_8) : "";
        }

        @Override public StepState check(StepContext context) {
            String now = now(context.node(name));
            return now.equals(wanted)
                    ? new StepState.Done(path + " is as it should be")
                    : StepState.Needed.of(Change.FileDiff.between(name, path, now, wanted));
        }

        @Override public void apply(StepContext context) {
            var files = context.node(name).files();
            byte[] content = wanted.getBytes(StandardCharsets.UTF_8);
            if (files.exists(path)) files.replace(path, content);
            else files.create(path, content, 0644);
        }
    }

    public static void main(String[] args) throws Exception {
        String wanted = Files.readString(Path.of(args[1]));
        List<String> names = List.of(args).subList(3, args.length);
        try (Nodes nodes = Nodes.of(names, name -> NodeExecutor.ssh(name).connect().asRoot())) {
            Plan plan = Plan.of("put " + args[2], nodes, names.stream().map(name -> new Put(name, args[2], wanted)).toList());
            plan.preview().lines().forEach(System.out::println);
            if (args[0].equals("run")) {
                System.out.println(plan.run(RunOptions.defaults().onProgress(ProgressListener.console(System.out))).applied());
            }
        } catch (DayTwoException e) {
            System.err.println(e.getMessage());   // what is wrong, what was changed, what to do; run again, it goes on where it stopped
            System.exit(1);
        }
    }
}
