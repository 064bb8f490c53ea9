# Names, addresses and versions: everything two files of the testbed must agree on.
from=${DAYTWO_TESTBED_FROM:-1.34.4}
to=${DAYTWO_TESTBED_TO:-1.35.4}
debian=bookworm
crictl=1.36.0 # other releases of cri-tools are not all in Go's checksum database; any works with any containerd
cache=${XDG_CACHE_HOME:-$HOME/.cache}/daytwo/testbed
state=${DAYTWO_TESTBED_STATE:-/var/tmp/daytwo-testbed}
group=daytwo-testbed # the cgroup that holds every process of every machine: what is in it is ours, nothing else is
uplink=dt0           # this machine's end of the cable to the testbed's switch
disk_size=6G

subnet=10.99.0 pods=10.244
operator_ip=$subnet.1
endpoint=$subnet.10:6443
token=abcdef.0123456789abcdef
certificate_key=00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
registry=registry.k8s.io

ip_of() { # machine: its last octet is also the third octet of its pods
  case $1 in
    operator) echo "$operator_ip" ;;
    lb) echo "$subnet.10" ;;
    cp[1-9]) echo "$subnet.$((10 + ${1#cp}))" ;;
    e[1-9]) echo "$subnet.$((50 + ${1#e}))" ;;
    w[1-9]) echo "$subnet.$((100 + ${1#w}))" ;;
    *) die "'$1' is not a machine of the testbed" "testbed ps" ;;
  esac
}

# What preflight has to be told to accept, each with what forces it. Nothing else is ignored.
#   SystemVerification  cgroup v1: a warning before 1.35, an error since; not ignored where the machine has cgroup v2
ignored_preflight_errors() {
  if [ "$(cgroup_version)" = 1 ]; then echo SystemVerification; fi
}
