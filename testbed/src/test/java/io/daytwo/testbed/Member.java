package io.daytwo.testbed;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A member of the cluster's etcd, as it answered for itself.
 *
 * @param endpoint its client address
 * @param version of the server that runs
 * @param learner without a vote yet
 * @param leader whether it leads
 * @param errors what it complains about, e.g. alarms
 */
record Member(String endpoint, String version, boolean learner, boolean leader, List<String> errors) {
    /** All members, asked from one of them; a member that does not answer fails the story. */
    static List<Member> of(ClusterUnderTest cluster) {
        return cluster.externalEtcds().isEmpty() ? stacked(cluster) : external(cluster);
    }

    private static List<Member> stacked(ClusterUnderTest cluster) {
        List<String> words = new ArrayList<>(List.of(
                "exec", "-n", "kube-system", "etcd-" + cluster.controlPlanes().get(0), "--"));
        words.addAll(status("/etc/kubernetes/pki/etcd"));
        return parse(cluster.kubectl(words.toArray(String[]::new)));
    }

    private static List<Member> external(ClusterUnderTest cluster) {
        List<String> words = new ArrayList<>(List.of("sudo"));
        words.addAll(status("/etc/etcd/pki"));
        return parse(cluster.ssh(cluster.externalEtcds().get(0), words.toArray(String[]::new)));
    }

    private static List<String> status(String pki) {
        return List.of(
                "etcdctl",
                "--cacert=" + pki + "/ca.crt",
                "--cert=" + pki + "/healthcheck-client.crt",
                "--key=" + pki + "/healthcheck-client.key",
                "endpoint",
                "status",
                "--cluster",
                "-w",
                "json");
    }

    private static List<Member> parse(String json) {
        return StreamSupport.stream(
                        JsonParser.parseString(json).getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(Member::parse)
                .toList();
    }

    private static Member parse(JsonObject answer) {
        JsonObject status = answer.getAsJsonObject("Status");
        JsonObject header = status.getAsJsonObject("header");
        List<String> errors = new ArrayList<>();
        if (status.has("errors")) {
            status.getAsJsonArray("errors").forEach(error -> errors.add(error.getAsString()));
        }
        return new Member(
                answer.get("Endpoint").getAsString(),
                status.get("version").getAsString(),
                status.has("isLearner") && status.get("isLearner").getAsBoolean(),
                status.get("leader").equals(header.get("member_id")),
                errors);
    }
}
