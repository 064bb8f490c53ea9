package io.daytwo.cluster;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A ConfigMap as it was when it was read. What it holds is not part of its text.
 *
 * @param namespace of the object
 * @param name of the object
 * @param data by key, without binary data
 * @param resourceVersion the state that was read
 */
public record ConfigMap(String namespace, String name, Map<String, String> data, String resourceVersion) {
    /**
     * Copies the map.
     *
     * @param namespace of the object
     * @param name of the object
     * @param data by key
     * @param resourceVersion the state that was read
     */
    public ConfigMap {
        data = Map.copyOf(data);
    }

    /**
     * Adds or replaces one entry.
     *
     * @param key of the entry
     * @param value of it
     * @return a copy
     */
    public ConfigMap with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(data);
        more.put(key, value);
        return new ConfigMap(namespace, name, more, resourceVersion);
    }

    @Override
    public String toString() {
        return "ConfigMap[" + namespace + "/" + name + ", "
                + data.keySet().stream().sorted().toList() + ", resourceVersion=" + resourceVersion + "]";
    }
}
