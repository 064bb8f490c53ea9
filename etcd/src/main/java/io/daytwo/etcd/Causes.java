package io.daytwo.etcd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The chain of causes of an error. */
final class Causes {
    private static final int DEEPEST = 20;

    private Causes() {}

    /** {@return the first error of that type, the given one included} */
    static <T extends Throwable> Optional<T> find(@Nullable Throwable error, Class<T> type) {
        return of(error).stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** {@return the error and its causes, outermost first; a chain that bites its tail is cut} */
    static List<Throwable> of(@Nullable Throwable error) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable each = error; each != null && chain.size() < DEEPEST; each = each.getCause()) {
            chain.add(each);
        }
        return chain;
    }
}
