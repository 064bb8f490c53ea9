package io.daytwo.cluster;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/**
 * Creates and changes Leases by compare and swap. Both may be sent again after a lost answer: the second one then meets
 * the first one's work as a conflict, and that is told from another's by its content.
 */
final class Leases {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    /** Exactly six digits, or the API server refuses it (apimachinery's {@code RFC3339Micro}). */
    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final ApiTransport api;

    Leases(ApiTransport api) {
        this.api = api;
    }

    Optional<Lease> find(String namespace, String name) {
        return api.find(ApiRequest.get(path(namespace) + "/" + Names.segment("name", name)))
                .map(Leases::lease);
    }

    Optional<Lease> create(Lease wanted) {
        JsonObject object = object(wanted);
        object.addProperty("apiVersion", "coordination.k8s.io/v1");
        object.addProperty("kind", "Lease");
        object.getAsJsonObject("metadata").addProperty("name", Names.segment("name", wanted.name()));
        return written(ApiRequest.post(path(wanted.namespace()), object.toString()), wanted);
    }

    Optional<Lease> update(Lease wanted) {
        if (wanted.resourceVersion().isEmpty()) {
            throw new IllegalArgumentException("wanted: a Lease that was read, this one has no resourceVersion");
        }
        JsonObject object = object(wanted);
        object.getAsJsonObject("metadata").addProperty("resourceVersion", wanted.resourceVersion());
        String path = path(wanted.namespace()) + "/" + Names.segment("name", wanted.name());
        return written(ApiRequest.mergePatch(path, object.toString()), wanted);
    }

    private Optional<Lease> written(ApiRequest request, Lease wanted) {
        ApiReply reply = api.exchange(request);
        if (reply.isSuccess()) {
            return Optional.of(lease(reply.json()));
        }
        if (reply.status() == CONFLICT) {
            return find(wanted.namespace(), wanted.name()).filter(now -> isAs(now, wanted));
        }
        if (reply.status() == NOT_FOUND && request.method().equals("PATCH")) {
            return Optional.empty();
        }
        throw api.refused(request, reply);
    }

    private static boolean isAs(Lease now, Lease wanted) {
        return now.holder().equals(wanted.holder())
                && now.duration().equals(wanted.duration())
                && now.acquired().equals(wanted.acquired())
                && now.renewed().equals(wanted.renewed())
                && now.transitions() == wanted.transitions()
                && now.annotations().entrySet().containsAll(wanted.annotations().entrySet());
    }

    private static String path(String namespace) {
        return "/apis/coordination.k8s.io/v1/namespaces/" + Names.segment("namespace", namespace) + "/leases";
    }

    private static JsonObject object(Lease wanted) {
        JsonObject annotations = new JsonObject();
        wanted.annotations().forEach(annotations::addProperty);
        JsonObject metadata = new JsonObject();
        metadata.add("annotations", annotations);
        JsonObject spec = new JsonObject();
        spec.addProperty("holderIdentity", wanted.holder());
        spec.addProperty("leaseTransitions", wanted.transitions());
        if (!wanted.duration().isZero()) {
            spec.addProperty("leaseDurationSeconds", wanted.duration().toSeconds());
        }
        wanted.acquired().ifPresent(time -> spec.addProperty("acquireTime", MICRO_TIME.format(time)));
        wanted.renewed().ifPresent(time -> spec.addProperty("renewTime", MICRO_TIME.format(time)));
        JsonObject object = new JsonObject();
        object.add("metadata", metadata);
        object.add("spec", spec);
        return object;
    }

    private static Lease lease(Json object) {
        Json spec = object.at("spec");
        Map<String, String> annotations = object.metadata().texts("annotations");
        return new Lease(
                object.metadata().text("namespace"),
                object.metadata().text("name"),
                spec.text("holderIdentity"),
                Duration.ofSeconds(spec.number("leaseDurationSeconds")),
                spec.time("acquireTime"),
                spec.time("renewTime"),
                spec.number("leaseTransitions"),
                annotations,
                object.metadata().text("resourceVersion"));
    }
}
