package io.daytwo.cluster;

import io.daytwo.DayTwoException;

/** An API server answered, and not with success. Nothing was changed. */
public final class ApiRefusedException extends DayTwoException {
    private final String request;
    private final ApiRight right;
    private final int status;
    private final String reason;

    ApiRefusedException(ApiRequest request, int status, String reason, String evidence, Credentials credentials) {
        super(
                "The API server refused " + request + " with " + status + " " + reason + ": " + evidence
                        + (status == 401 ? credentials.evidence() : "") + ".",
                remedy(status, ApiRight.of(request), credentials));
        this.request = request.toString();
        this.right = ApiRight.of(request);
        this.status = status;
        this.reason = reason;
    }

    private static String remedy(int status, ApiRight right, Credentials credentials) {
        return switch (status) {
            case 401 -> credentials.remedy();
            case 403 ->
                "Grant \"" + right + "\": bind the ClusterRole daytwo-operator and the Roles that ship as"
                        + " daytwo-rbac.yaml to this user.";
            case 404 -> "Check the name; the object may have been deleted meanwhile.";
            case 409 -> "Somebody changed the object meanwhile: read it again.";
            default -> "Read the API server's message above.";
        };
    }

    /** {@return method and path} */
    public String request() {
        return request;
    }

    /** {@return the verb as RBAC has it, e.g. {@code list}} */
    public String verb() {
        return right.verb();
    }

    /** {@return resource, group and subresource, e.g. {@code deployments.apps} or {@code pods/eviction}} */
    public String resource() {
        return right.resource();
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
