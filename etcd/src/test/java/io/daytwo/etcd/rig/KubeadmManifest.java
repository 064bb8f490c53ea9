package io.daytwo.etcd.rig;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Renders etcd.yaml as kubeadm 1.34 does (phases/etcd/local.go, util/staticpod/utils.go and their tests). */
final class KubeadmManifest {
    private static final String YAML = """
            apiVersion: v1
            kind: Pod
            metadata:
              annotations:
                kubeadm.kubernetes.io/etcd.advertise-client-urls: @ADVERTISE@
              labels:
                component: etcd
                tier: control-plane
              name: etcd
              namespace: kube-system
            spec:
              containers:
              - command:
                - etcd
            @FLAGS@
                image: registry.k8s.io/etcd:@TAG@
                imagePullPolicy: IfNotPresent
                livenessProbe:
                  failureThreshold: 8
                  httpGet:
                    host: 127.0.0.1
                    path: /livez
                    port: probe-port
                    scheme: HTTP
                  initialDelaySeconds: 10
                  periodSeconds: 10
                  timeoutSeconds: 15
                name: etcd
                ports:
                - containerPort: @METRICS@
                  name: probe-port
                  protocol: TCP
                readinessProbe:
                  failureThreshold: 3
                  httpGet:
                    host: 127.0.0.1
                    path: /readyz
                    port: probe-port
                    scheme: HTTP
                  periodSeconds: 1
                  timeoutSeconds: 15
                resources:
                  requests:
                    cpu: 100m
                    memory: 100Mi
                startupProbe:
                  failureThreshold: 24
                  httpGet:
                    host: 127.0.0.1
                    path: /readyz
                    port: probe-port
                    scheme: HTTP
                  initialDelaySeconds: 10
                  periodSeconds: 10
                  timeoutSeconds: 15
                volumeMounts:
                - mountPath: @DATA@
                  name: etcd-data
                - mountPath: @CERTS@
                  name: etcd-certs
              hostNetwork: true
              priority: 2000001000
              priorityClassName: system-node-critical
              securityContext:
                seccompProfile:
                  type: RuntimeDefault
              volumes:
              - hostPath:
                  path: @HOST_CERTS@
                  type: DirectoryOrCreate
                name: etcd-certs
              - hostPath:
                  path: @HOST_DATA@
                  type: DirectoryOrCreate
                name: etcd-data
            status: {}
            """;

    private KubeadmManifest() {}

    static String render(
            Map<String, String> sortedFlags,
            String tag,
            int metricsPort,
            String data,
            Path hostData,
            String certs,
            Path hostCerts) {
        String flags = sortedFlags.entrySet().stream()
                .map(flag -> "    - --" + flag.getKey() + "=" + flag.getValue())
                .collect(Collectors.joining("\n"));
        return YAML.replace("@ADVERTISE@", sortedFlags.get("advertise-client-urls"))
                .replace("@FLAGS@", flags)
                .replace("@TAG@", tag)
                .replace("@METRICS@", Integer.toString(metricsPort))
                .replace("@HOST_DATA@", hostData.toString())
                .replace("@HOST_CERTS@", hostCerts.toString())
                .replace("@DATA@", data)
                .replace("@CERTS@", certs);
    }
}
