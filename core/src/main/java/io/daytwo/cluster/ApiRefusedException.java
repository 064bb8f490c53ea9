package io.daytwo.cluster;

import io.daytwo.DayTwoException;

/** An API server answered, and not with success. Nothing was changed. */
public final class ApiRefusedException extends DayTwoException {
    private final String request;
    private final int status;
    private final String reason;

    ApiRefusedException(String request, int status, String reason, String evidence) {
        super(
                "The API server refused " + request + " with " + status + " " + reason + ": " + evidence + ".",
                remedy(status));
        this.request = request;
        this.status = status;
        this.reason = reason;
    }

    private static String remedy(int status) {
        return switch (status) {
            case 401 -> "Use a kubeconfig whose certificate or token has not expired.";
            case 403 -> "Bind the ClusterRole and Roles that ship as daytwo-rbac.yaml to this user.";
            case 404 -> "Check the name; the object may have been deleted meanwhile.";
            case 409 -> "Somebody changed the object meanwhile: read it again.";
            default -> "Read the API server's message above.";
        };
    }

    /** {@return method and path} */
    public String request() {
        return request;
    }

    /** {@return the HTTP status} */
    public int status() {
        return status;
    }

    /** {@return the reason in the API's Status object, e.g. {@code Forbidden}, or empty} */
    public String reason() {
        return reason;
    }
}
