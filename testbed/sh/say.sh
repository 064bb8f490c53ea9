# What the testbed says, and what it needs to be there.
say() { printf 'testbed: %s (%d s)\n' "$1" "$SECONDS" >&2; }
die() { # problem, next command
  echo "testbed: $1" >&2
  [ -z "${2:-}" ] || echo "testbed: try: $2" >&2
  exit 1
}
need() { # command, Debian package
  command -v "$1" > /dev/null || [ -x "/usr/sbin/$1" ] || die "the command $1 is missing" "apt-get install $2"
}
tools="go:golang-go jq:jq debootstrap:debootstrap apt-ftparchive:apt-utils dpkg-deb:dpkg python3:python3 mkfs.ext4:e2fsprogs unshare:util-linux
  ip:iproute2 pgrep:procps curl:curl ssh:openssh-client"
check() { # says why this machine cannot run a cluster, if so
  local tool
  [ "$(uname)" = Linux ] || die "a cluster needs Linux, this is $(uname)"
  need_root
  for tool in $tools; do need "${tool%:*}" "${tool#*:}"; done
  unshare --mount --net --pid --fork true 2> /dev/null || die "this machine allows root no namespaces of its own" "a machine or a privileged container where unshare works"
}
missing_packages() { # one a line
  local tool
  for tool in $tools; do command -v "${tool%:*}" > /dev/null || [ -x "/usr/sbin/${tool%:*}" ] || echo "${tool#*:}"; done
}
need_root() { [ "$(id -u)" = 0 ] || die "namespaces, mounts and links need root" "sudo -E $0 $command"; }

# One changing command at a time. What the command starts inherits the lock, machines aside: after a kill of the testbed itself
# it is free when the last of its helpers has ended.
exclusively() { # function, arguments
  need_root
  need flock util-linux
  exec 9> "$state.lock"
  flock --timeout "${lock_wait:-0}" 9 || die "another testbed command is at work: $(cat "$state.lock.holder" 2> /dev/null || true)" "wait for it, or end it"
  echo "$command (pid $$)" > "$state.lock.holder"
  trap 'rm -f "$state.lock.holder"; [ -e "$state" ] || rm -f "$state.lock"' EXIT
  "$@"
}
