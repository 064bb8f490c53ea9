package io.daytwo.cluster;

import io.daytwo.DayTwoException;
import org.jspecify.annotations.Nullable;

/** The ConfigMap kubeadm-config is missing or says what cannot be read. */
public final class KubeadmConfigurationException extends DayTwoException {
    KubeadmConfigurationException(String problem, @Nullable Throwable cause) {
        super(
                "ConfigMap kube-system/kubeadm-config: " + problem + ".",
                "Look at it with kubectl -n kube-system get cm kubeadm-config -o yaml; kubeadm config migrate makes old versions new.",
                cause);
    }
}
