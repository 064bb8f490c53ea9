# A whole cluster: up, down, and the question whether it is there.
up() { # control planes, workers [--external-etcd N]
  local cps=${1:-} workers=${2:-} etcds=0 name all=(lb) numbers=() i
  [ $# -lt 2 ] || shift 2
  if [ "${1:-}" = --external-etcd ]; then etcds=${2:-}; fi
  [[ $cps =~ ^[1-9]$ && $workers =~ ^[0-9]$ && $etcds =~ ^[0-9]$ ]] || die "up needs 1 to 9 control planes, 0 to 9 workers, 0 to 9 external etcds" "testbed up 3 2"
  [ ! -e "$state/machines" ] || die "a cluster is there already: $(machines | paste -sd' ')" "testbed down"
  [ ! -d "$(judge)" ] || die "processes of an earlier cluster are left" "testbed down"
  build
  local started=$SECONDS since
  since=$(now)
  for i in $(seq "$etcds"); do all+=("e$i") numbers+=("$i"); done
  for i in $(seq "$cps"); do all+=("cp$i"); done
  for i in $(seq "$workers"); do all+=("w$i"); done
  mkdir -p "$state/machines"
  chmod 711 "$state"
  record_inputs > "$state/inputs"
  ssh-keygen -q -t ed25519 -N '' -C operator -f "$state/id_ed25519"
  [ "$etcds" = 0 ] || external_etcd_certificates "${numbers[@]}"
  for name in "${all[@]}"; do create_machine "$name" "${all[@]}"; done
  boot_all "${all[@]}"

  if [ "$etcds" -gt 0 ]; then
    tar -C "$state/etcd-pki" --transform 's|^ca/|etcd/|;s|^e1/||' -cf - ca/ca.crt e1/apiserver-etcd-client.crt e1/apiserver-etcd-client.key |
      inside cp1 sh -c 'mkdir -p /etc/kubernetes/pki/etcd && tar --no-same-owner -C /etc/kubernetes/pki -xf -'
  fi
  init_configuration "${numbers[@]}" | kubeadm_run cp1 init --upload-certs
  (umask 077; inside cp1 cat /etc/kubernetes/admin.conf > "$state/admin.conf")
  inside cp1 sh -c 'openssl x509 -pubkey -in /etc/kubernetes/pki/ca.crt -noout | openssl pkey -pubin -outform der | sha256sum | cut -d" " -f1' > "$state/ca.sha256"
  say "cp1 initialised"
  local jobs=()
  for name in "${all[@]}"; do
    case $name in w*) join_machine "$name" & jobs+=($!) ;; esac
  done
  for name in "${all[@]}"; do
    case $name in cp1) ;; cp*) join_machine "$name" ;; esac # one after another: etcd takes one learner at a time
  done
  for i in "${jobs[@]}"; do wait "$i" || die "a worker did not join"; done
  await_ready 240 "$since"
  echo $((SECONDS - started)) > "$state/up.seconds"
  say "up: every /readyz ok, all nodes Ready after $((SECONDS - started)) s; testbed env prints how to reach it"
}
join_machine() {
  join_configuration "$1" | kubeadm_run "$1" join ''
  say "$1 joined"
}
boot_all() {
  local name jobs=() job
  start_switch
  for name in "$@"; do
    boot "$name" &
    jobs+=($!)
  done
  for job in "${jobs[@]}"; do wait "$job" || die "not every machine could be started"; done
  for name in "$@"; do await_sshd "$name"; done
  say "$# machines up"
}

cluster_kubectl() {
  [ -f "$state/admin.conf" ] || die "there is no cluster" "testbed up 3 2"
  need_cable
  "$(kubernetes_folder "$from")/kubectl" --kubeconfig "$state/admin.conf" "$@"
}
now() { date -u +%Y-%m-%dT%H:%M:%S; }
await_ready() { # seconds, since: every API server's /readyz, and every node Ready with a lease renewed since
  local deadline=$((SECONDS + $1)) name waiting missing
  waiting=$(machines | grep ^cp)
  while :; do
    missing=
    for name in $waiting; do
      curl -fsk --interface "$uplink" --max-time 2 "https://$(ip_of "$name"):6443/readyz" > /dev/null 2>&1 || missing+=" $name:/readyz"
    done
    if [ -z "$missing" ]; then missing=$(unready_nodes "$2"); fi
    [ -n "$missing" ] || return 0
    [ $SECONDS -lt $deadline ] || die "not ready after $1 s:$missing" "testbed kubectl get nodes,pods -A -o wide"
    sleep 0.3
  done
}
api() { # path, arguments of curl: through the load balancer, as the administrator; a fraction of kubectl's CPU time
  local part
  for part in certificate key; do
    (umask 077; [ -s "$state/admin.$part" ] || sed -n "s/^ *client-$part-data: //p" "$state/admin.conf" | base64 -d > "$state/admin.$part")
  done
  curl -fsk --interface "$uplink" --max-time 5 --cert "$state/admin.certificate" --key "$state/admin.key" "https://$endpoint$1" "${@:2}"
}
leaders=/apis/coordination.k8s.io/v1/namespaces/kube-system/leases
free_leaders() { # the leaders before are gone for good: their successors need not wait until the leases are over
  local component
  for component in kube-controller-manager kube-scheduler; do api "$leaders/$component" -X DELETE > /dev/null || true; done
}
await_leaders() { # seconds, since
  local deadline=$((SECONDS + $1)) component missing
  while :; do
    missing=
    for component in kube-controller-manager kube-scheduler; do
      [[ $(api "$leaders/$component" 2> /dev/null | jq -r '.spec | select(.holderIdentity != "") | .renewTime') > $2 ]] || missing+=" $component"
    done
    [ -n "$missing" ] || return 0
    [ $SECONDS -lt $deadline ] || die "nobody leads after $1 s:$missing" "testbed kubectl get leases -n kube-system"
    sleep 0.3
  done
}
await_pods() { # seconds: every Pod of the cluster runs and is ready
  local deadline=$((SECONDS + $1)) unready
  while :; do
    unready=$(api /api/v1/pods | jq -r 'if any(.items[]; .metadata.labels["k8s-app"] == "kube-dns") then .items[] | select(any(.status.conditions[]?; .type == "Ready" and .status == "True") | not) | .metadata.name else "coredns" end' | paste -sd' ') || unready="?"
    [ -n "$unready" ] || return 0
    [ $SECONDS -lt $deadline ] || die "Pods not ready after $1 s: $unready" "testbed kubectl get pods -A -o wide"
    sleep 0.5
  done
}
unready_nodes() { # since: prints those not Ready, or Ready only by an old lease
  local name nodes leases
  nodes=$(api /api/v1/nodes | jq -r '.items[] | select(any(.status.conditions[]; .type == "Ready" and .status == "True")) | .metadata.name') || { echo " nodes"; return; }
  leases=$(api /apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases | jq -r --arg since "$1" '.items[] | select(.spec.renewTime >= $since) | .metadata.name') || { echo " leases"; return; }
  for name in $(machines); do
    case $name in cp* | w*) ;; *) continue ;; esac
    [[ " ${nodes//$'\n'/ } " == *" $name "* ]] || printf ' %s:Ready' "$name"
    [[ " ${leases//$'\n'/ } " == *" $name "* ]] || printf ' %s:lease' "$name"
  done
}

down() { # works from any state, also after a kill of the testbed itself
  end_processes ''
  ip link del "$uplink" 2> /dev/null || true
  remove_cgroups ''
  for _ in $(seq 100); do # the kernel lets go of disks and links a moment after the last process
    if ! grep -qs "^$state/machines/" /sys/block/loop*/loop/backing_file; then break; fi
    sleep 0.1
  done
  rm -rf "$state"
}

print_env() {
  [ -f "$state/admin.conf" ] || die "there is no cluster" "testbed up 3 2"
  cat << E
export KUBECONFIG=$state/admin.conf
export TESTBED_ENDPOINT=https://$endpoint
export TESTBED_FROM=$from
export TESTBED_TO=$to
export TESTBED_LINK=$uplink
export TESTBED_SSH_USER=ops
export TESTBED_SSH_KEY=$state/id_ed25519
export TESTBED_KNOWN_HOSTS=$state/known_hosts
export TESTBED_IGNORED_PREFLIGHT_ERRORS=$(ignored_preflight_errors | paste -sd, -)
export TESTBED_MACHINES="$(for name in $(machines); do echo "$name=$(ip_of "$name")"; done | paste -sd' ')"
E
}
