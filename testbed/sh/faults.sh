# Faults. Each acts on one machine and says nothing when it worked; crash, boot, partition and heal are elsewhere.
fault_cut_ssh() { # machine: sessions end, the daemon stays
  need_root
  known "${1:-}" > /dev/null
  inside "$1" sh -c 'main=$(systemctl show -p MainPID --value ssh); for child in $(pgrep -P "$main"); do pkill -9 -P "$child"; kill -9 "$child"; done 2> /dev/null; true'
}
fault_fill() { # machine [folder] [KB to leave]: takes what is left of the machine's disk, by allocation and not by writing
  need_root
  known "${1:-}" > /dev/null
  inside "$1" sh -euc 'mkdir -p "$1"
    free=$(df --output=avail -k "$1" | tail -n 1)
    take=$((free - $2))
    while [ "$take" -gt 0 ] && ! fallocate -l "${take}K" "$1/.testbed-fill" 2> /dev/null; do take=$((take - 1024)); done # its own blocks count, too
    [ "$2" -gt 0 ] || head -c 64M /dev/zero > "$1/.testbed-fill-rest" 2> /dev/null || true' fill "${2:-/var/lib}" "${3:-0}"
}
fault_unfill() { # machine
  need_root
  known "${1:-}" > /dev/null
  inside "$1" find / /var/lib/containerd -xdev -name '.testbed-fill*' -delete
}
fault_freeze() { signal_processes STOP "$@"; }
fault_thaw() { signal_processes CONT "$@"; }
signal_processes() { # signal, machine, exact process name (etcd, kube-apiserver, kubelet, ...)
  need_root
  known "${2:-}" > /dev/null
  [[ ${3:-} =~ ^[a-z][a-z0-9-]+$ ]] || die "which process? its name" "testbed $command $2 etcd"
  local pids
  # The kernel keeps 15 characters of a process's name: the first word of the command line has all of it.
  pids=$(inside "$2" pgrep -f "^([^ ]*/)?$3( |\$)") || die "no process $3 on $2" "testbed ssh root@$2 ps ax"
  inside "$2" kill "-$1" $pids
}
fault_stop() { # machine, component: a systemd unit, or a static Pod, whose manifest is parked
  need_root
  known "${1:-}" > /dev/null
  component "${2:-}"
  inside "$1" sh -c 'if [ -f "/etc/kubernetes/manifests/$1.yaml" ]; then mkdir -p /etc/kubernetes/parked; mv "/etc/kubernetes/manifests/$1.yaml" /etc/kubernetes/parked/
      for _ in $(seq 600); do pgrep -f "^$1( |\$)" > /dev/null || exit 0; sleep 0.1; done; echo "$1 still runs after 60 s" >&2; exit 1
    else systemctl stop "$1"; fi' stop "$2"
}
fault_start() { # machine, component
  need_root
  known "${1:-}" > /dev/null
  component "${2:-}"
  inside "$1" sh -c 'if [ -f "/etc/kubernetes/parked/$1.yaml" ]; then mv "/etc/kubernetes/parked/$1.yaml" /etc/kubernetes/manifests/; else systemctl start "$1"; fi' start "$2"
}
component() { [[ ${1:-} =~ ^[a-z][a-z0-9.@-]+$ ]] || die "which component? a unit or a static Pod" "testbed $command cp1 kube-apiserver"; }
fault_corrupt() { # machine, file, offset (default: the middle), bytes (default 64): inverted in place, size and times as they were
  need_root
  known "${1:-}" > /dev/null
  [ -n "${2:-}" ] || die "which file?" "testbed corrupt $1 /var/lib/etcd/member/snap/db"
  inside "$1" bash -euc 'size=$(stat -c %s "$1"); bytes=${3:-64}; offset=${2:-$((size / 2))}; stamp=$(stat -c %y "$1")
    [ "$offset" -lt "$size" ] || { echo "$1 has only $size bytes" >&2; exit 1; }
    [ $((offset + bytes)) -le "$size" ] || bytes=$((size - offset))
    dd if="$1" bs=1 skip="$offset" count="$bytes" status=none | perl -0777 -pe "\$_ = ~\$_" | dd of="$1" bs=1 seek="$offset" conv=notrunc,fsync status=none
    touch -d "$stamp" "$1"' corrupt "$2" "${3:-}" "${4:-}"
}
fault_delay() { # machine, port, milliseconds each way [, bytes]: new connections from other machines go through a proxy of ours, old ones are reset
  need_root
  known "${1:-}" > /dev/null
  [[ ${2:-} =~ ^[1-9][0-9]{0,4}$ && ${3:-} =~ ^[0-9]+$ && ${4:-0} =~ ^[0-9]+$ ]] || die "which port, by how many milliseconds, cut after how many bytes?" "testbed delay $1 2379 200"
  local name=$1 port=$2 proxy=$(($2 % 20000 + 40000)) pid program
  fault_undelay "$name" "$port"
  program=$(fault_program line)
  pid=$(init_of "$name")
  make_cgroups "$name/line"
  (
    join_cgroups "$name/line"
    exec setsid nsenter --target "$pid" --net "$program" ":$proxy" "$(ip_of "$name"):$port" "${3}ms" ${4:+"$4"} < /dev/null > "$state/machines/$name/line.$port.log" 2>&1 9>&-
  ) &
  echo $! > "$state/machines/$name/line.$port"
  for _ in $(seq 100); do
    if [ -n "$(inside "$name" ss -Hltn "sport = :$proxy")" ]; then break; fi
    sleep 0.05
  done
  inside "$name" iptables -t nat -I PREROUTING -i eth0 -p tcp --dport "$port" -j REDIRECT --to-ports "$proxy"
  inside "$name" iptables -I INPUT -i eth0 -p tcp --dport "$port" -j REJECT --reject-with tcp-reset
}
fault_undelay() { # machine, port: its connections through the proxy end, new ones are direct again
  need_root
  known "${1:-}" > /dev/null
  local pid file=$state/machines/$1/line.${2:-}
  if [ ! -e "$file" ]; then return; fi
  pid=$(cat "$file")
  rm "$file"
  if ! init_of "$1" > /dev/null || ! grep -q "/$group/$1/line" "/proc/$pid/cgroup" 2> /dev/null; then return; fi # it ended with its machine
  inside "$1" iptables -t nat -D PREROUTING -i eth0 -p tcp --dport "$2" -j REDIRECT --to-ports $(($2 % 20000 + 40000))
  inside "$1" iptables -D INPUT -i eth0 -p tcp --dport "$2" -j REJECT --reject-with tcp-reset
  kill -9 "$pid"
}
fault_age() { # machine, days: its certificates were issued so much earlier; prints the files. What runs notices when it reads them
  need_root
  known "${1:-}" > /dev/null
  [[ ${2:-} =~ ^[1-9][0-9]{0,3}$ ]] || die "by how many days?" "testbed age $1 400"
  local program root
  program=$(fault_program age)
  root=/proc/$(init_of "$1")/root || die "$1 is not up" "testbed boot $1"
  case $1 in cp*) "$program" "$2" "$root" ;; *) "$program" "$2" "$root" "/proc/$(init_of cp1)/root" ;; esac
}
