# One machine: its files, its boot, its end. Roles by name: lb, cp1.., w1.. and e1.. (etcd on hosts of its own).
machines() { # those of the running cluster, the switch aside
  local folder
  for folder in "$state"/machines/*/; do
    folder=${folder%/}
    case ${folder##*/} in switch | '*') ;; *) echo "${folder##*/}" ;; esac
  done
}
known() { # machine: prints it, or says that it is none
  machines | grep -x -- "${1:-}" > /dev/null || die "'${1:-}' is not a machine of the running cluster" "testbed ps"
  echo "$1"
}

record_inputs() { # what the machines of this cluster run on, whatever is built later: overlay's lower folders, store, repositories
  local version
  echo "$(installed_folder "$from")/upper:$(debian_folder)"
  echo "$(store_folder "$from" "$to")/store"
  for version in "$from" "$to"; do echo "${version%.*}=$(packages_folder "$version")"; done
}
create_machine() { # name, all names: its folder with a disk, identity, hosts, keys, laid at the first boot
  local name=$1 folder=$state/machines/$1 other files=$state/machines/$1/files
  shift
  mkdir -p "$folder"/{disk,root,files}
  cp --sparse=always "$(disk_folder "$from" "$to")/disk.img" "$folder/disk.img"
  ip_of "$name" > "$folder/address"
  : > "$folder/routes"
  for other in "$@"; do
    case $name:$other in
      "$name:$name" | lb:* | e*:* | *:lb | *:e*) ;;
      *) echo "$pods.$(ip_of "$other" | cut -d. -f4).0/24 $(ip_of "$other")" >> "$folder/routes" ;;
    esac
  done
  mkdir -p "$files"/{etc/ssh,etc/cni/net.d,etc/haproxy,home/ops/.ssh,root/.ssh}
  chmod 700 "$files"/{root,home/ops/.ssh,root/.ssh}
  echo "$name" > "$files/etc/hostname"
  tr -d - < /proc/sys/kernel/random/uuid > "$files/etc/machine-id"
  echo "nameserver $(ip_of lb)" > "$files/etc/resolv.conf" # nobody answers there: no machine of the testbed reaches further
  echo "127.0.0.1 localhost" > "$files/etc/hosts"
  for other in "$@"; do echo "$(ip_of "$other") $other" >> "$files/etc/hosts"; done
  ssh-keygen -q -t ed25519 -N '' -C "$name" -f "$files/etc/ssh/ssh_host_ed25519_key"
  echo "$name,$(ip_of "$name") $(cut -d' ' -f1,2 "$files/etc/ssh/ssh_host_ed25519_key.pub")" >> "$state/known_hosts"
  install -m 600 "$state/id_ed25519.pub" "$files/root/.ssh/authorized_keys"
  install -m 600 "$state/id_ed25519.pub" "$files/home/ops/.ssh/authorized_keys"
  mkdir -p "$files/etc/systemd/system"
  local unit useless="e2scrub_reap.service systemd-sysusers.service systemd-update-utmp.service systemd-remount-fs.service modprobe@.service sys-fs-fuse-connections.mount"
  case $name in lb | e*) useless+=" kubelet.service containerd.service" ;; esac
  for unit in $useless; do ln -s /dev/null "$files/etc/systemd/system/$unit"; done
  case $name in
    e*) external_etcd_files "$name" "$files" ;;
    lb)
      cp "$here/node/haproxy.cfg" "$files/etc/haproxy/haproxy.cfg"
      for other in "$@"; do
        case $other in cp*) echo "    server $other $(ip_of "$other"):6443" >> "$files/etc/haproxy/haproxy.cfg" ;; esac
      done
      mkdir -p "$files/etc/systemd/system/multi-user.target.wants"
      ln -s /lib/systemd/system/haproxy.service "$files/etc/systemd/system/multi-user.target.wants/haproxy.service"
      ;;
    cp* | w*)
      if [[ $name == *[13579] ]]; then # as on real machines, not all have crictl
        install -D "$(crictl_folder)/crictl" "$files/usr/bin/crictl"
        echo 'runtime-endpoint: unix:///run/containerd/containerd.sock' > "$files/etc/crictl.yaml"
      fi
      # Without this the kubelet races containerd at boot, loses, and waits ten seconds for its next try.
      mkdir -p "$files/etc/systemd/system/kubelet.service.d"
      printf '[Unit]\nAfter=containerd.service\n' > "$files/etc/systemd/system/kubelet.service.d/05-after-containerd.conf"
      sed "s|PODS|$pods.$(ip_of "$name" | cut -d. -f4).0/24|" "$here/node/cni.conflist" > "$files/etc/cni/net.d/10-bridge.conflist"
      ;;
  esac
}
boot() { # machine
  local name=$1 folder=$state/machines/$1 inputs pid=
  ! init_of "$name" > /dev/null || die "$name is up already" "testbed crash $name"
  mapfile -t inputs < "$state/inputs"
  make_cgroups "$name"
  rm -f "$folder/go"
  mkfifo "$folder/go"
  (
    join_cgroups "$name"
    exec setsid unshare --mount --uts --ipc --pid --net --cgroup --fork --kill-child=SIGKILL \
      "$here/node/enter" "$folder" "$name" "${inputs[@]}" < /dev/null > "$folder/console.log" 2>&1 9>&-
  ) &
  local outer=$!
  for _ in $(seq 200); do
    if [ "$(cat "/proc/$outer/comm" 2> /dev/null)" = unshare ]; then pid=$(pgrep -P "$outer" || true); fi
    [ -z "$pid" ] || break
    sleep 0.02
  done
  [ -n "$pid" ] || die "$name did not start: $(tail -1 "$folder/console.log")"
  echo "$pid" > "$folder/pid"
  unplug "$name"
  plug "$name" "$pid"
  echo go > "$folder/go"
}
await_sshd() { # machine
  local name=$1
  for _ in $(seq 300); do
    # A limit of its own: a connect to a machine that ends meanwhile would hold the lock for minutes after a kill of this script.
    if timeout 1 bash -c "exec 3<> /dev/tcp/$(ip_of "$name")/22" 2> /dev/null; then return; fi
    init_of "$name" > /dev/null || die "$name ended while booting: $(tail -3 "$state/machines/$name/console.log")"
    sleep 0.1
  done
  die "$name does not answer on port 22 after 30 s; its console: $state/machines/$name/console.log"
}
boot_and_wait() { # machine
  known "$1" > /dev/null
  boot "$1"
  await_sshd "$1"
}
crash() { # machine: every process of it is killed at once. Its disk is written back by the kernel: a crash, not a power cut
  known "$1" > /dev/null
  end_processes "$1"
  rm -f "$state/machines/$1"/{pid,line.*} # a zombie would still have its cgroup
  unplug "$1"
  remove_cgroups "$1"
}

operator_ssh() { # [root@]machine, command...
  local user=ops name=${1:-}
  case $name in *@*) user=${name%%@*} name=${name#*@} ;; esac
  known "$name" > /dev/null
  need_cable
  ssh -q -b "$operator_ip" -i "$state/id_ed25519" -o IdentitiesOnly=yes -o UserKnownHostsFile="$state/known_hosts" -o GlobalKnownHostsFile=/dev/null \
    -o StrictHostKeyChecking=yes -o ConnectTimeout=5 "$user@$(ip_of "$name")" "${@:2}"
}
machines_table() {
  local name status memory
  for name in $(machines); do
    status=down memory=-
    if init_of "$name" > /dev/null; then
      status=up
      if [ "$(cgroup_version)" = 1 ]; then
        memory=$(($(awk '$1 == "total_rss" { print $2 }' "/sys/fs/cgroup/memory/$group/$name/memory.stat") >> 20))
      else
        memory=$(($(awk '$1 == "anon" { print $2 }' "/sys/fs/cgroup/$group/$name/memory.stat") >> 20))
      fi
    fi
    printf '%-4s %-12s %-5s %s MB\n' "$name" "$(ip_of "$name")" "$status" "$memory"
  done
}
