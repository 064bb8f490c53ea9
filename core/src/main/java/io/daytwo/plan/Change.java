package io.daytwo.plan;

import io.daytwo.node.Command;
import java.util.List;

/** One thing that a step will do, as data. Holds no secrets: what it shows is printed and stored. */
public sealed interface Change {
    /** {@return one line for a person} */
    String summary();

    /** {@return further lines for a person, e.g. those of a diff} */
    default List<String> details() {
        return List.of();
    }

    /**
     * A file will have another content.
     *
     * @param node where
     * @param path which
     * @param lines the lines that go, each behind {@code -}, and that come, behind {@code +}
     */
    record FileDiff(String node, String path, List<String> lines) implements Change {
        /**
         * Copies the list.
         *
         * @param node where
         * @param path which
         * @param lines the lines that go and come
         */
        public FileDiff {
            lines = List.copyOf(lines);
        }

        /**
         * Compares two contents line by line. Not for files that hold keys or tokens: name those by their hashes.
         *
         * @param node where
         * @param path which
         * @param before the content now; empty when there is none
         * @param after the content to be
         * @return the change
         */
        public static FileDiff between(String node, String path, String before, String after) {
            return new FileDiff(node, path, LineDiff.between(before, after));
        }

        @Override
        public String summary() {
            long gone = lines.stream().filter(line -> line.startsWith("-")).count();
            long come = lines.stream().filter(line -> line.startsWith("+")).count();
            return "file " + path + ": -" + gone + " +" + come;
        }

        @Override
        public List<String> details() {
            return lines;
        }
    }

    /**
     * A command will run.
     *
     * @param node where
     * @param command which; shown with its secrets hidden
     */
    record Run(String node, Command command) implements Change {
        @Override
        public String summary() {
            return "run " + command;
        }
    }

    /**
     * Something will happen that is no single command, file or request.
     *
     * @param node where
     * @param what e.g. {@code restart etcd, which uses etcd-peer}
     */
    record Action(String node, String what) implements Change {
        @Override
        public String summary() {
            return what;
        }
    }

    /**
     * The cluster's API will be asked to change an object.
     *
     * @param verb e.g. {@code patch}
     * @param object e.g. {@code node/w1}
     * @param detail what is changed, no secrets, e.g. {@code spec.unschedulable=true}; may be empty
     */
    record ApiCall(String verb, String object, String detail) implements Change {
        @Override
        public String summary() {
            return verb + " " + object + (detail.isEmpty() ? "" : ": " + detail);
        }
    }
}
