# Container images by the names kubeadm asks for, each with the version its name says, and containerd's store with all of them
# in it. A machine's store has links to the shared one: nothing is imported when a machine boots, and all share the page cache.
make_iptables_layer() { # folder, base root: what kube-proxy needs beside itself; links become what they point to
  local out=$1 base=$2 file
  chroot "$base" sh -c '
      cd /usr/sbin
      programs="/bin/sh $(ls -d $PWD/ip*tables* $PWD/xtables-*-multi $PWD/nft $PWD/conntrack)"
      ldd $programs /usr/lib/x86_64-linux-gnu/xtables/*.so 2> /dev/null | grep -o "/lib[^ ]*"
      ls -d $programs /usr/lib/x86_64-linux-gnu/xtables/*' |
    sed 's|:$||; s|^/\(bin\|sbin\|lib\|lib64\)/|/usr/\1/|' | sort -u |
    chroot "$base" tar --dereference --files-from=- -cf - | tar -C "$out" -xf -
  mkdir -p "$out"/{tmp,run,var/lib,proc,sys,dev}
  for file in bin sbin lib lib64; do ln -s "usr/$file" "$out/$file"; done
  chroot "$out" /usr/sbin/iptables --version
}

make_image() { # folder, name, command, folders of its layers
  python3 "$here/image/write-image.py" "$1/image.tar" "${@:2}"
}
make_layer() { # folder, files: into /usr/local/bin
  mkdir -p "$1/usr/local/bin"
  cp -d "${@:2}" "$1/usr/local/bin/"
}

layer_of() { built "layer-$1" make_layer "${@:2}"; }
image_folder() { # name of the image, version of its contents, Kubernetes version it is for
  local name=$1 version=$2 base=${1##*/} binaries layer command layers=()
  base=${base%%:*}
  command=/usr/local/bin/$base
  if [ "$base" = kube-proxy ]; then
    layer=$(built iptables-layer make_iptables_layer "$(debian_folder)") || return 1
    layers+=("$layer")
  fi
  case $base in
    kube-*) binaries=$(kubernetes_folder "$3") && layer=$(layer_of "$base-$3" "$binaries/$base") ;;
    etcd) binaries=$(etcd_folder "$version") && layer=$(layer_of "etcd-$version" "$binaries"/etcd "$binaries"/etcdctl "$binaries"/etcdutl) ;;
    coredns) binaries=$(coredns_folder "$version") && layer=$(layer_of "coredns-$version" "$binaries/coredns") ;;
    pause) command=/pause && layer=$(pause_folder) ;;
    *) die "kubeadm asks for $name, which the testbed cannot build" ;;
  esac || return 1
  layers+=("$layer")
  built "image-$base-$version" make_image "$name" "$command" "${layers[@]}" : "$here/image/write-image.py"
}
image_folders() { # Kubernetes versions
  local version name
  for version in "$@"; do
    for name in $(image_names "$version"); do
      image_folder "$name" "$(sed 's/.*:v\{0,1\}\([0-9.]*\).*/\1/' <<< "$name")" "$version" || exit 1
    done
  done | sort -u
}

make_store() { # folder, base root, folders of images: containerd's store, filled by containerd itself
  local out=$1 base=$2
  mkdir -p "$out/store"
  unshare --mount --propagation private --pid --fork --kill-child --mount-proc --net bash -euo pipefail -c '
    out=$1 base=$2
    shift 2
    root=$(mktemp -d)
    mount -t tmpfs tmpfs "$root"
    mkdir "$root"/{upper,work,root}
    mount -t overlay overlay -o "lowerdir=$base,upperdir=$root/upper,workdir=$root/work" "$root/root"
    mount -t proc proc "$root/root/proc"
    mount -t tmpfs tmpfs "$root/root/run"
    mount --rbind /dev "$root/root/dev"
    mkdir -p "$root/root/var/lib/containerd"
    mount --bind "$out/store" "$root/root/var/lib/containerd"
    chroot "$root/root" containerd --log-level warn &
    for _ in $(seq 100); do ! chroot "$root/root" ctr version > /dev/null 2>&1 || break; sleep 0.1; done
    for image in "$@"; do
      mount --bind "$image" "$root/root/mnt"
      chroot "$root/root" ctr -n k8s.io images import /mnt/image.tar
      umount "$root/root/mnt"
    done
    kill %1
    wait %1 || true
  ' store "$out" "$base" "${@:3}"
}

make_disk() { # folder, store, size: a machine's empty disk, its containerd's store linked to the shared one at /opt/testbed/store
  local out=$1 store=$2/store content=io.containerd.content.v1.content/blobs/sha256 snapshots=io.containerd.snapshotter.v1.overlayfs/snapshots
  truncate -s "$3" "$out/disk.img"
  mkfs.ext4 -q -F -m 0 -E lazy_itable_init=1,lazy_journal_init=1 -O ^has_journal "$out/disk.img"
  tune2fs -j -J size=32 "$out/disk.img" > /dev/null
  mkdir "$out/mount"
  unshare --mount --propagation private bash -euo pipefail -c '
    out=$1 store=$2 content=$3 snapshots=$4 disk=$1/mount
    mount -o loop "$out/disk.img" "$disk"
    mkdir -p "$disk"/{upper,work,containerd}
    tar -C "$store" --exclude="./$content/*" --exclude="./$snapshots/*" -cf - . | tar -C "$disk/containerd" -xpf -
    for link in "$content" "$snapshots"; do
      for entry in "$store/$link"/*; do ln -s "/opt/testbed/store/$link/${entry##*/}" "$disk/containerd/$link/${entry##*/}"; done
    done
    umount "$disk"
  ' disk "$out" "$store" "$content" "$snapshots"
  rmdir "$out/mount"
}

store_folder() { # Kubernetes versions
  local images
  images=$(image_folders "$@") || return 1
  # shellcheck disable=SC2086
  built "store-$1-$2" make_store "$(debian_folder)" $images
}
disk_folder() {
  local store
  store=$(store_folder "$@") || return 1
  built "disk-$1-$2" make_disk "$store" "$disk_size"
}

build() {
  check
  debian_folder > /dev/null & # the network's work beside the compiler's
  local debian_job=$! version
  for version in "$from" "$to"; do kubernetes_folder "$version" > /dev/null; done
  wait "$debian_job" || die "the machines' root file system could not be built"
  for version in "$from" "$to"; do packages_folder "$version" > /dev/null; done
  installed_folder "$from" > /dev/null
  disk_folder "$from" "$to" > /dev/null
  crictl_folder > /dev/null
  fault_program line > /dev/null
  fault_program age > /dev/null
  say "built: Kubernetes $from and $to with their images, packages and disks in $cache"
}
