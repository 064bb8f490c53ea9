package io.daytwo.etcd.snapshot;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What to start a restored member with, beside its listen addresses and certificates. etcd takes ids and members from
 * the restored log, not from these flags; given exactly so, they agree with it. The cluster state is {@code existing}:
 * an etcd that by mistake is pointed at another, empty directory then refuses to start instead of serving an empty
 * cluster. Immutable.
 */
public final class EtcdFlags {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9@%_+=:,./-]+");

    private final List<String> list;

    private EtcdFlags(List<String> list) {
        this.list = list;
    }

    static EtcdFlags of(List<String> list) {
        return new EtcdFlags(List.copyOf(list));
    }

    /** {@return the flags, each as one argument: {@code --name=cp1}} */
    public List<String> list() {
        return list;
    }

    /** {@return the flags as one line for a POSIX shell} */
    @Override
    public String toString() {
        return list.stream().map(EtcdFlags::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String argument) {
        boolean plain = PLAIN.matcher(argument).matches();
        return plain ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EtcdFlags flags && list.equals(flags.list);
    }

    @Override
    public int hashCode() {
        return Objects.hash(list);
    }
}
