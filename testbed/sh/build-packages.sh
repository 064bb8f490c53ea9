# The machines' root file system, and one apt repository per minor with packages as the project's own: same names, files, versions.
base_packages=systemd,systemd-sysv,dbus,openssh-server,sudo,containerd,runc,iptables,nftables,iproute2,conntrack,socat,ethtool,kmod,procps,ca-certificates,containernetworking-plugins,iputils-ping,curl,haproxy,jq,openssl

make_debian() { # folder, release, packages
  local root=$1 unit
  need debootstrap debootstrap
  debootstrap --variant=minbase "--include=$3" "$2" "$root"
  for unit in systemd-udevd systemd-modules-load systemd-sysctl systemd-logind systemd-pstore sys-kernel-debug.mount sys-kernel-tracing.mount \
    sys-kernel-config.mount dev-hugepages.mount console-getty getty@ e2scrub_all.timer fstrim.timer apt-daily.timer apt-daily-upgrade.timer haproxy; do
    case $unit in haproxy) chroot "$root" systemctl disable haproxy ;; *.*) chroot "$root" systemctl mask "$unit" ;; *) chroot "$root" systemctl mask "$unit.service" ;; esac
  done
  chroot "$root" systemctl enable ssh containerd
  chroot "$root" apt-get clean
  chroot "$root" useradd --create-home --shell /bin/bash ops
  echo 'ops ALL=(ALL) NOPASSWD: ALL' > "$root/etc/sudoers.d/ops"
  chmod 440 "$root/etc/sudoers.d/ops"
  mkdir -p "$root"/{opt/cni,opt/testbed,srv/packages,var/log/journal,etc/systemd/journald.conf.d,etc/containerd,etc/cni/net.d,home/ops/.ssh,root/.ssh}
  ln -s /usr/lib/cni "$root/opt/cni/bin"
  cp "$here/image/containerd.toml" "$root/etc/containerd/config.toml"
  printf '[Journal]\nReadKMsg=no\nStorage=persistent\nRateLimitBurst=0\n' > "$root/etc/systemd/journald.conf.d/testbed.conf"
  chroot "$root" chown -R ops: /home/ops/.ssh
  chmod 700 "$root"/{home/ops,root}/.ssh
  rm -f "$root"/etc/apt/sources.list "$root"/etc/ssh/ssh_host_* "$root"/etc/machine-id "$root"/etc/resolv.conf
}

make_packages() { # folder, version, folder with the binaries
  local out=$1 version=$2 binaries=$3 package files depends
  need apt-ftparchive apt-utils
  for package in kubeadm kubelet kubectl; do
    files=$(mktemp -d)
    chmod 755 "$files"
    install -D "$binaries/$package" "$files/usr/bin/$package"
    mkdir "$files/DEBIAN"
    depends=
    case $package in
      kubelet)
        depends="Depends: iptables, iproute2, mount, util-linux, ethtool, conntrack"
        install -D -m 644 "$here/image/kubelet.service" "$files/usr/lib/systemd/system/kubelet.service"
        install -D -m 644 /dev/null "$files/etc/default/kubelet"
        mkdir -p "$files/etc/kubernetes/manifests" "$files/var/lib/kubelet"
        echo /etc/default/kubelet > "$files/DEBIAN/conffiles"
        printf '#!/bin/sh\nset -e\nsystemctl daemon-reload || true\nsystemctl enable kubelet > /dev/null 2>&1 || true\n' > "$files/DEBIAN/postinst"
        chmod 755 "$files/DEBIAN/postinst"
        ;;
      kubeadm) install -D -m 644 "$here/image/10-kubeadm.conf" "$files/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf" ;;
    esac
    printf 'Package: %s\nVersion: %s-1.1\nArchitecture: amd64\nMaintainer: testbed <testbed@localhost>\nSection: admin\nPriority: optional\n%sDescription: %s of Kubernetes\n' \
      "$package" "$version" "${depends:+$depends$'\n'}" "$package" > "$files/DEBIAN/control"
    dpkg-deb --root-owner-group -Zgzip -z1 --build "$files" "$out/${package}_$version-1.1_amd64.deb"
    rm -rf "$files"
  done
  cd "$out"
  apt-ftparchive packages . > .Packages
  mv .Packages Packages
  apt-ftparchive -o "APT::FTPArchive::Release::Suite=v${version%.*}" release . > .Release
  mv .Release Release
}

make_installed() { # folder, version, base root, its repository, its pause image: what a machine of that version has beyond the base
  local out=$1 version=$2 base=$3 repository=$4 pause=$5 work
  mkdir -p "$out/work" "$out/upper"
  work=$(mktemp -d)
  # In a mount namespace of its own: nothing to unmount, whatever happens.
  unshare --mount --propagation private bash -euo pipefail -c '
    out=$1 version=$2 base=$3 repository=$4 root=$5 minor=${2%.*}
    mount -t overlay overlay -o "lowerdir=$base,upperdir=$out/upper,workdir=$out/work" "$root"
    mkdir -p "$root/srv/packages/core:/stable:/v$minor/deb"
    mount --bind "$repository" "$root/srv/packages/core:/stable:/v$minor/deb"
    echo "deb [trusted=yes] file:/srv/packages/core:/stable:/v$minor/deb/ /" > "$root/etc/apt/sources.list.d/kubernetes.list"
    printf "#!/bin/sh\nexit 101\n" > "$root/usr/sbin/policy-rc.d"
    chmod 755 "$root/usr/sbin/policy-rc.d"
    chroot "$root" apt-get update
    chroot "$root" apt-get install -y "kubeadm=$version-1.1" "kubelet=$version-1.1" "kubectl=$version-1.1"
    chroot "$root" apt-mark hold kubeadm kubelet kubectl
    rm -f "$root/usr/sbin/policy-rc.d"
  ' installed "$out" "$version" "$base" "$repository" "$work"
  rmdir "$work"
  rm -rf "$out/work"
  install -D -m 644 "$base/etc/containerd/config.toml" "$out/upper/etc/containerd/config.toml"
  sed -i "s|^\( *sandbox_image = \).*|\1\"$pause\"|" "$out/upper/etc/containerd/config.toml"
}

debian_folder() { built "debian-$debian" make_debian "$debian" "$base_packages" : "$here/image/containerd.toml"; }
packages_folder() {
  local binaries
  binaries=$(kubernetes_folder "$1")
  built "packages-$1" make_packages "$1" "$binaries" : "$here/image/kubelet.service" "$here/image/10-kubeadm.conf"
}
installed_folder() {
  local base repository
  base=$(debian_folder)
  repository=$(packages_folder "$1")
  built "installed-$1" make_installed "$1" "$base" "$repository" "$(image_names "$1" | grep /pause:)"
}
