package io.daytwo.etcd;

import io.daytwo.DayTwoException;
import io.daytwo.etcd.EndpointFailure.Reason;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * No etcd member could be asked. Says for each endpoint tried what failed. Nothing was changed by the failed call,
 * unless {@link #outcomeUnknown()}: a change was sent and no answer came.
 */
public final class EtcdUnavailableException extends DayTwoException {
    private static final Set<Reason> PERHAPS_SENT = Set.of(Reason.NO_ANSWER, Reason.CONNECTION_LOST, Reason.OTHER);

    private final List<EndpointFailure> tried;
    private final boolean outcomeUnknown;

    EtcdUnavailableException(String what, List<EndpointFailure> tried, @Nullable Throwable cause) {
        super(what + " failed: " + words(tried) + ".", tried.get(0).reason().remedy(), cause);
        this.tried = List.copyOf(tried);
        this.outcomeUnknown = false;
    }

    private EtcdUnavailableException(String what, EtcdUnavailableException change) {
        super(
                what + " has an unknown outcome: " + words(change.tried) + ".",
                "It may have taken effect: look at the member list, the alarms and the health before repeating it.",
                change);
        this.tried = change.tried;
        this.outcomeUnknown = true;
    }

    /** {@return the error of a call that changes something} */
    EtcdUnavailableException ofChange(String what) {
        return PERHAPS_SENT.contains(tried.get(0).reason()) ? new EtcdUnavailableException(what, this) : this;
    }

    /**
     * Whether a change may have been made all the same: the request was or may have been sent, and no answer came. Look
     * at the member list before repeating it.
     *
     * @return false when nothing was changed for sure
     */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
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
