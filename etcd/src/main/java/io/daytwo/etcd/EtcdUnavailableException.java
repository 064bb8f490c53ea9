package io.daytwo.etcd;

import io.daytwo.DayTwoException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** No etcd member could be asked. Says for each endpoint tried what failed. Nothing was changed by the failed call. */
public final class EtcdUnavailableException extends DayTwoException {
    private final List<EndpointFailure> tried;

    EtcdUnavailableException(String what, List<EndpointFailure> tried, @Nullable Throwable cause) {
        super(what + " failed: " + words(tried) + ".", tried.get(0).reason().remedy(), cause);
        this.tried = List.copyOf(tried);
    }

    /** {@return the endpoints in the order they were tried, each with what failed; never empty} */
    public List<EndpointFailure> tried() {
        return tried;
    }

    String triedInWords() {
        return words(tried);
    }

    private static String words(List<EndpointFailure> tried) {
        return tried.stream().map(EndpointFailure::toString).collect(Collectors.joining("; "));
    }
}
