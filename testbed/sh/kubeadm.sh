# What kubeadm is told, and etcd on hosts of its own laid out with kubeadm's own certificates.
node_registration() {
  local errors
  errors=$(ignored_preflight_errors | paste -sd, -)
  cat << C
nodeRegistration:
  criSocket: unix:///run/containerd/containerd.sock
  imagePullPolicy: IfNotPresent
  ignorePreflightErrors: [${errors}]
C
}
init_configuration() { # numbers of external etcd hosts
  local e
  cat << C
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
bootstrapTokens: [{token: "$token", ttl: "0s"}]
certificateKey: "$certificate_key"
localAPIEndpoint: {advertiseAddress: $(ip_of cp1)}
$(node_registration)
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v$from
controlPlaneEndpoint: "$endpoint"
networking: {podSubnet: $pods.0.0/16}
$(if [ $# -gt 0 ]; then
    echo "etcd:"
    echo "  external:"
    echo "    endpoints: [$(for e in "$@"; do echo "\"https://$(ip_of "e$e"):2379\""; done | paste -sd,)]"
    echo "    caFile: /etc/kubernetes/pki/etcd/ca.crt"
    echo "    certFile: /etc/kubernetes/pki/apiserver-etcd-client.crt"
    echo "    keyFile: /etc/kubernetes/pki/apiserver-etcd-client.key"
  fi)
---
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
cgroupDriver: cgroupfs
failSwapOn: false
failCgroupV1: false
localStorageCapacityIsolation: false # a machine cannot see the block device below its file system
---
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s} # settings of the host's kernel: not ours
C
}
join_configuration() { # machine
  cat << C
apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
discovery:
  bootstrapToken: {token: "$token", apiServerEndpoint: "$endpoint", caCertHashes: ["sha256:$(cat "$state/ca.sha256")"]}
$(node_registration)
C
  case $1 in cp*)
    echo "controlPlane: {localAPIEndpoint: {advertiseAddress: $(ip_of "$1")}, certificateKey: \"$certificate_key\"}"
    ;;
  esac
}
await_cri() { # machine: containerd answers before its CRI does, and kubeadm's preflight would fail in between
  local socket
  inside "$1" systemctl start containerd
  socket=/proc/$(init_of "$1")/root/run/containerd/containerd.sock
  for _ in $(seq 100); do
    if "$(crictl_folder)/crictl" --runtime-endpoint "unix://$socket" version > /dev/null 2>&1; then return; fi
    sleep 0.1
  done
  die "containerd of $1 does not answer" "testbed ssh root@$1 journalctl -u containerd"
}
kubeadm_run() { # machine, init or join; the configuration on standard input
  await_cri "$1"
  inside "$1" sh -c "umask 077; cat > /root/kubeadm.yaml; kubeadm $2 --config /root/kubeadm.yaml $3 > /var/log/kubeadm-$2.log 2>&1" || {
    inside "$1" tail -20 "/var/log/kubeadm-$2.log" >&2
    die "kubeadm $2 failed on $1" "testbed ssh root@$1 cat /var/log/kubeadm-$2.log"
  }
}

external_etcd_certificates() { # numbers of the hosts: one CA, each host's server and peer pair, the API servers' client pair
  local folder=$state/etcd-pki kubeadm e phase
  kubeadm=$(kubernetes_folder "$from")/kubeadm
  mkdir -p "$folder"
  for e in "$@"; do
    mkdir -p "$folder/e$e/etcd"
    if [ -d "$folder/ca" ]; then cp "$folder"/ca/* "$folder/e$e/etcd/"; fi
    cat > "$folder/e$e.yaml" << C
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
nodeRegistration: {name: e$e}
localAPIEndpoint: {advertiseAddress: $(ip_of "e$e")}
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v$from
certificatesDir: $folder/e$e
etcd: {local: {serverCertSANs: [$(ip_of "e$e")], peerCertSANs: [$(ip_of "e$e")]}}
C
    for phase in etcd-ca etcd-server etcd-peer etcd-healthcheck-client apiserver-etcd-client; do
      "$kubeadm" init phase certs "$phase" --config "$folder/e$e.yaml" > /dev/null 2>> "$folder/log" || die "the certificates of e$e could not be made" "cat $folder/log"
    done
    if [ ! -d "$folder/ca" ]; then
      mkdir "$folder/ca"
      cp "$folder/e$e"/etcd/ca.* "$folder/ca/"
    fi
  done
}
external_etcd_files() { # machine, folder of its files
  local pki=/etc/etcd/pki other peers=()
  for other in "$state"/etcd-pki/e?/; do
    other=$(basename "$other")
    peers+=("$other=https://$(ip_of "$other"):2380")
  done
  mkdir -p "$2$pki" "$2/usr/local/bin" "$2/etc/systemd/system/multi-user.target.wants"
  cp "$state/etcd-pki/$1"/etcd/{ca.crt,server.*,peer.*,healthcheck-client.*} "$2$pki/"
  cp -d "$(etcd_folder "$(image_version "$from" etcd)")"/etcd* "$2/usr/local/bin/"
  cat > "$2/etc/systemd/system/etcd.service" << U
[Unit]
Description=etcd
After=network.target

[Service]
Type=notify
Restart=always
RestartSec=2
ExecStart=/usr/local/bin/etcd --name $1 --data-dir /var/lib/etcd \\
  --listen-client-urls https://127.0.0.1:2379,https://$(ip_of "$1"):2379 --advertise-client-urls https://$(ip_of "$1"):2379 \\
  --listen-peer-urls https://$(ip_of "$1"):2380 --initial-advertise-peer-urls https://$(ip_of "$1"):2380 \\
  --listen-metrics-urls http://127.0.0.1:2381 \\
  --initial-cluster $(IFS=,; echo "${peers[*]}") --initial-cluster-state new --initial-cluster-token testbed \\
  --cert-file $pki/server.crt --key-file $pki/server.key --client-cert-auth --trusted-ca-file $pki/ca.crt \\
  --peer-cert-file $pki/peer.crt --peer-key-file $pki/peer.key --peer-client-cert-auth --peer-trusted-ca-file $pki/ca.crt

[Install]
WantedBy=multi-user.target
U
  ln -s ../etcd.service "$2/etc/systemd/system/multi-user.target.wants/etcd.service"
}
