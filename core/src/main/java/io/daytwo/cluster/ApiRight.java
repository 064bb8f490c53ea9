package io.daytwo.cluster;

import java.util.List;

/**
 * The right that a request needs, in RBAC's words.
 *
 * @param verb e.g. {@code list}
 * @param resource with its group and subresource, e.g. {@code deployments.apps} or {@code pods/eviction}, or the path
 *     of what is no resource
 */
record ApiRight(String verb, String resource) {
    static ApiRight of(ApiRequest request) {
        String path = request.path().replaceFirst("\\?.*", "");
        List<String> parts = List.of(path.substring(1).split("/"));
        int from = parts.get(0).equals("api") ? 2 : 3;
        if (parts.size() <= from || !path.startsWith("/api")) {
            return new ApiRight("get", path);
        }
        String group = from == 2 ? "" : parts.get(1);
        if (parts.get(from).equals("namespaces") && parts.size() > from + 2) {
            from += 2;
        }
        String resource = parts.get(from) + (group.isEmpty() ? "" : "." + group);
        if (parts.size() > from + 2) {
            resource += "/" + parts.get(from + 2);
        }
        boolean named = parts.size() > from + 1;
        return new ApiRight(verb(request.method(), named), resource);
    }

    private static String verb(String method, boolean named) {
        return switch (method) {
            case "POST" -> "create";
            case "PATCH" -> "patch";
            default -> named ? "get" : "list";
        };
    }

    @Override
    public String toString() {
        return verb + " " + resource;
    }
}
