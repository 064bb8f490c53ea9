package io.daytwo.upgrade.certs;

/**
 * What came of one request.
 *
 * @param status of HTTP; 0 when nothing answered
 * @param body what was answered; why there was none, where nothing answered
 */
record HttpAnswer(int status, String body) {
    static HttpAnswer none(String why) {
        return new HttpAnswer(0, why);
    }

    boolean isOk() {
        return status == 200;
    }

    boolean isDenied() {
        return status == 401 || status == 403;
    }

    /** For a sentence. */
    String words() {
        String first = body.lines().findFirst().orElse("").strip();
        return status == 0 ? first : "status " + status + (first.isEmpty() ? "" : ", " + first);
    }
}
