package io.daytwo.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Node objects and the Leases that their kubelets renew. */
final class NodeReading {
    private static final String ROLE = "node-role.kubernetes.io/";

    private NodeReading() {}

    static KubernetesNode node(Json node, Optional<Instant> leaseRenewed) {
        Json info = node.at("status").at("nodeInfo");
        TreeSet<String> roles = new TreeSet<>();
        node.metadata().texts("labels").keySet().stream()
                .filter(label -> label.startsWith(ROLE))
                .forEach(label -> roles.add(label.substring(ROLE.length())));
        Map<String, List<String>> addresses = new LinkedHashMap<>();
        for (Json address : node.at("status").list("addresses")) {
            addresses
                    .computeIfAbsent(address.text("type"), type -> new ArrayList<>())
                    .add(address.text("address"));
        }
        return new KubernetesNode(
                node.metadata().text("name"),
                roles,
                info.text("kubeletVersion"),
                info.text("containerRuntimeVersion"),
                info.text("machineID"),
                addresses,
                PodReading.conditions(node.at("status")),
                node.at("spec").flag("unschedulable"),
                node.metadata().texts("annotations"),
                leaseRenewed);
    }

    static Optional<Instant> renewed(Json lease) {
        return lease.at("spec").time("renewTime");
    }
}
