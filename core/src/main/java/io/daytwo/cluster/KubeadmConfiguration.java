package io.daytwo.cluster;

import java.util.List;
import java.util.Map;

/**
 * The ClusterConfiguration that kubeadm keeps in the ConfigMap {@code kube-system/kubeadm-config}, versions v1beta3 and
 * v1beta4 (kubeadm's apis/kubeadm/v1beta3/types.go and v1beta4/types.go). What the file does not say is empty.
 *
 * @param apiVersion {@code v1beta3} or {@code v1beta4}
 * @param kubernetesVersion what kubeadm set up last, e.g. {@code v1.34.4}
 * @param clusterName e.g. {@code kubernetes}
 * @param controlPlaneEndpoint host and port all nodes use, empty in a cluster of one control plane
 * @param imageRepository e.g. {@code registry.k8s.io}
 * @param certificatesDir e.g. {@code /etc/kubernetes/pki}
 * @param etcd where etcd runs
 * @param etcdEndpoints of an external etcd
 * @param etcdDataDir of a stacked etcd, the folder on the host
 * @param extraArgs by {@code apiServer}, {@code controllerManager}, {@code scheduler} and {@code etcd}; a flag may have
 *     several values in v1beta4
 */
public record KubeadmConfiguration(
        String apiVersion,
        String kubernetesVersion,
        String clusterName,
        String controlPlaneEndpoint,
        String imageRepository,
        String certificatesDir,
        EtcdTopology etcd,
        List<String> etcdEndpoints,
        String etcdDataDir,
        Map<String, Map<String, List<String>>> extraArgs) {}
