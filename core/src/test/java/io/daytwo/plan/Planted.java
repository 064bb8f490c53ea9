package io.daytwo.plan;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Thirty secrets of a cluster, the same for the same seed, none like anything else. */
public final class Planted {
    public static final List<String> KINDS = List.of(
            "bootstrap token",
            "certificate key",
            "service account key",
            "cluster CA key",
            "etcd CA key",
            "etcd peer key",
            "etcd client key",
            "front proxy key",
            "kubelet key",
            "admin kubeconfig key",
            "kubeconfig token",
            "kubeconfig password",
            "kubeconfig of no use",
            "sudo password",
            "SSH passphrase",
            "SSH private key",
            "registry password",
            "Secret value",
            "Secret value in base64",
            "encryption configuration key",
            "OIDC client secret",
            "webhook token",
            "etcd root password",
            "service account token",
            "kubeadm configuration",
            "backup storage key",
            "proxy password",
            "audit webhook key",
            "image pull secret",
            "cloud credentials");

    private Planted() {}

    public static Map<String, String> secrets(long seed) {
        Random random = new Random(seed);
        Map<String, String> secrets = new LinkedHashMap<>();
        for (String kind : KINDS) {
            byte[] bytes = new byte[30];
            random.nextBytes(bytes);
            secrets.put(kind, Base64.getUrlEncoder().encodeToString(bytes));
        }
        return secrets;
    }
}
