# Every process of every machine lives in the cgroup $group/MACHINE, in each hierarchy. What to kill is read from there,
# never guessed by name; mounts, links and namespaces go with the last process that uses them.
cgroup_version() { if [ -e /sys/fs/cgroup/cgroup.controllers ]; then echo 2; else echo 1; fi; }
hierarchies() { # the folders in which a machine gets a cgroup
  local folder
  if [ "$(cgroup_version)" = 2 ]; then
    echo /sys/fs/cgroup
  else
    for folder in cpu cpuacct cpuset memory devices freezer blkio pids systemd unified; do # runc writes to unified, too
      if [ -w "/sys/fs/cgroup/$folder/cgroup.procs" ]; then echo "/sys/fs/cgroup/$folder"; fi
    done
  fi
}
judge() { if [ "$(cgroup_version)" = 2 ]; then echo "/sys/fs/cgroup/$group"; else echo "/sys/fs/cgroup/freezer/$group"; fi; }

make_cgroups() { # machine
  local folder file
  for folder in $(hierarchies); do
    mkdir -p "$folder/$group/$1"
    for file in cpuset.cpus cpuset.mems; do
      if [ "$(cgroup_version)" = 1 ] && [ -f "$folder/$file" ]; then
        cat "$folder/$file" > "$folder/$group/$file"
        cat "$folder/$file" > "$folder/$group/$1/$file"
      fi
    done
    if [ "$(cgroup_version)" = 2 ]; then # the kubelet needs the controllers in the machine's own root
      for file in cpu cpuset memory pids io; do echo "+$file" > "$folder/$group/cgroup.subtree_control" 2> /dev/null || true; done
    fi
  done
}
join_cgroups() { # machine: the calling process moves
  local folder
  for folder in $(hierarchies); do echo "$BASHPID" > "$folder/$group/$1/cgroup.procs"; done
}
processes_of() { # machine, or nothing for all
  find "$(judge)/${1:-}" -name cgroup.procs -exec cat {} + 2> /dev/null || true
}
end_processes() { # machine, or nothing for all
  local left
  thaw_cgroups "${1:-}"
  for _ in $(seq 400); do
    left=$(processes_of "${1:-}")
    [ -n "$left" ] || return 0
    # shellcheck disable=SC2086
    kill -9 $left 2> /dev/null || true
    sleep 0.03
  done
  die "processes of ${1:-the testbed} did not end: $left" "ps -o pid,stat,wchan,cmd -p ${left//$'\n'/,}"
}
remove_cgroups() { # machine, or nothing for all
  local folder
  for folder in $(hierarchies); do
    for _ in $(seq 50); do
      if [ ! -d "$folder/$group/${1:-}" ]; then break; fi
      find "$folder/$group/${1:-}" -depth -type d -exec rmdir {} + 2> /dev/null || sleep 0.1
    done
  done
}
freeze_cgroups() { set_frozen "${1:-}" FROZEN 1; }
thaw_cgroups() { set_frozen "${1:-}" THAWED 0; }
set_frozen() { # machine or nothing for all, v1 word, v2 word
  local folder
  folder=$(judge)/$1
  folder=${folder%/}
  if [ "$(cgroup_version)" = 2 ]; then
    if [ -w "$folder/cgroup.freeze" ]; then echo "$3" > "$folder/cgroup.freeze"; fi
  elif [ -w "$folder/freezer.state" ]; then
    echo "$2" > "$folder/freezer.state"
    for _ in $(seq 100); do
      [ "$(cat "$folder/freezer.state")" != "$2" ] || return 0
      sleep 0.05
    done
    die "the processes in $folder did not become $2"
  fi
}

init_of() { # machine: the pid, seen from here, of its pid 1; fails when it is not up
  local pid
  pid=$(cat "$state/machines/$1/pid" 2> /dev/null) || return 1
  grep -q "/$group/$1" "/proc/$pid/cgroup" 2> /dev/null || return 1 # a number used again by somebody else is not ours
  echo "$pid"
}
inside() { # machine, command...: as root in all its namespaces; no network needed
  local pid
  pid=$(init_of "$1") || die "$1 is not up" "testbed boot $1"
  nsenter --target "$pid" --mount --uts --ipc --net --pid --cgroup --root --wd \
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "${@:2}"
}
