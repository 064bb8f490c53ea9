package io.daytwo.manifests.pki;

import io.daytwo.DayTwoException;
import java.util.List;
import java.util.stream.Collectors;

/** Files given as CA, certificate and key do not play these roles. No connection was made. */
public final class CredentialsMisassignedException extends DayTwoException {
    private final List<Misassignment> misassignments;

    CredentialsMisassignedException(List<Misassignment> misassignments) {
        super(
                misassignments.stream().map(Misassignment::problem).collect(Collectors.joining(" ")),
                misassignments.stream().map(Misassignment::remedy).distinct().collect(Collectors.joining(" ")));
        this.misassignments = List.copyOf(misassignments);
    }

    /** {@return every mix-up found that must be put right} */
    public List<Misassignment> misassignments() {
        return misassignments;
    }
}
