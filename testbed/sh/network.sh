# A switch of our own: a bridge in a network namespace that a single process holds open, one cable to each machine and one to
# this machine (the operator). The host's firewall, forwarding and bridges play no part in it.
switch() { nsenter --target "$(init_of switch)" --net "$@"; }

start_switch() {
  mkdir -p "$state/machines/switch"
  make_cgroups switch
  (
    join_cgroups switch
    exec setsid unshare --net sleep infinity < /dev/null > /dev/null 2>&1 9>&-
  ) &
  local pid=$!
  echo "$pid" > "$state/machines/switch/pid"
  until [ "$(readlink "/proc/$pid/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
  switch sysctl -qw net.bridge.bridge-nf-call-iptables=0 2> /dev/null || true
  switch ip link add br0 type bridge
  switch ip link set br0 up
  ip link add "$uplink" type veth peer name operator netns "$pid"
  switch ip link set operator master br0 up
  ip addr add "$operator_ip/24" dev "$uplink"
  ip link set "$uplink" up
}
# While no cluster is up its addresses are nobody's, and a packet to one would leave this machine by its default route. So every
# client looks for the cable first, and those that can bind to its end: then the kernel itself refuses when it is gone.
need_cable() {
  [ "$(cat "/sys/class/net/$uplink/operstate" 2> /dev/null)" = up ] || die "no cluster is up: there is no link $uplink" "testbed up 3 2, or testbed load"
}
plug() { # machine, pid: a cable between the switch and the machine
  switch ip link add "$1" type veth peer name eth0 netns "$2"
  switch ip link set "$1" master br0 up
}
unplug() { if init_of switch > /dev/null; then switch ip link del "$1" 2> /dev/null || true; fi; }

firewall() { switch chroot "$(debian_folder)" nft "$@"; }
partition() { # machine or operator [, another]: drops every packet between them, in both directions; the first against all when alone
  local a=${1:-} b others=()
  need_root
  ip_of "$a" > /dev/null
  if [ $# -gt 1 ]; then others=("$2"); else mapfile -t others < <(machines | grep -vx "$a"; [ "$a" = operator ] || echo operator); fi
  firewall -f - << N
table bridge faults {
  set cut { type ipv4_addr . ipv4_addr; }
  chain forward {
    type filter hook forward priority 0;
  }
}
flush chain bridge faults forward
add rule bridge faults forward ip saddr . ip daddr @cut drop
N
  for b in "${others[@]}"; do
    firewall add element bridge faults cut "{ $(ip_of "$a") . $(ip_of "$b"), $(ip_of "$b") . $(ip_of "$a") }"
  done
}
heal() { firewall delete table bridge faults 2> /dev/null || true; }
