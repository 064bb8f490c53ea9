package io.daytwo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiRightTest {
    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/nodes?limit=250, list nodes",
        "GET, /api/v1/nodes/w1, get nodes",
        "PATCH, /api/v1/nodes/w1, patch nodes",
        "GET, /api/v1/namespaces/kube-system, get namespaces",
        "POST, /api/v1/namespaces/work/pods/a/eviction, create pods/eviction",
        "GET, /api/v1/pods?fieldSelector=spec.nodeName%3Dw1, list pods",
        "GET, /apis/apps/v1/deployments, list deployments.apps",
        "POST, /apis/coordination.k8s.io/v1/namespaces/kube-system/leases, create leases.coordination.k8s.io",
        "PATCH, /apis/coordination.k8s.io/v1/namespaces/kube-system/leases/daytwo, patch leases.coordination.k8s.io",
        "GET, /readyz?verbose, get /readyz",
        "GET, /apis, get /apis",
        "GET, /apis/apps/v1, get /apis/apps/v1",
        "GET, /api/v1, get /api/v1",
    })
    void isWhatRbacCallsIt(String method, String path, String right) {
        assertThat(ApiRight.of(new ApiRequest(method, path, null, "", false))).hasToString(right);
    }
}
