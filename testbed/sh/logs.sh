# Everything one would want to read after a failure, one folder per machine. Keys and kubeconfigs stay where they are.
collect_logs() { # folder
  need_root
  local target=${1:-} name
  [ -n "$target" ] || die "into which folder?" "testbed logs target/logs"
  mkdir -p "$target"
  for name in $(machines); do
    mkdir -p "$target/$name"
    cp "$state/machines/$name/console.log" "$target/$name/" 2> /dev/null || true
    if ! init_of "$name" > /dev/null; then echo "$name is down" > "$target/$name/DOWN"; continue; fi
    machine_logs "$name" "$target/$name" &
  done
  (cluster_kubectl get all,nodes,leases,events,configmaps,pdb -A -o yaml --request-timeout 20s > "$target/objects.yaml" 2> "$target/objects.err") || true
  (cluster_kubectl get nodes,pods -A -o wide --request-timeout 20s > "$target/overview.txt" 2>&1) || true
  wait
}
machine_logs() { # machine, folder
  inside "$1" journalctl --no-pager -o short-precise > "$2/journal.txt" 2>&1 || true
  inside "$1" sh -c 'ps axfww -o pid,stat,lstart,args; echo; df -h; echo; ip addr; ip route; ss -ltnp; echo; ctr -n k8s.io tasks ls; ctr -n k8s.io containers ls; dpkg -l | grep -E "kube|containerd"; ls -laR /etc/kubernetes /var/lib/etcd' > "$2/state.txt" 2>&1 || true
  inside "$1" iptables-save > "$2/iptables.txt" 2>&1 || true
  inside "$1" sh -c 'cd / && find var/log/pods var/log/kubeadm-*.log etc/kubernetes etc/haproxy etc/containerd var/lib/kubelet/config.yaml var/lib/kubelet/kubeadm-flags.env \
    -type f ! -name "*.key" ! -name "*.conf" 2> /dev/null | tar -cf - -T -' 2> /dev/null | tar -C "$2" -xf - 2> /dev/null || true
}
