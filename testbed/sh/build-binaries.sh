# Kubernetes, etcd, CoreDNS and pause from their Go modules: the commands as they are upstream, statically linked.
export GOTOOLCHAIN=${GOTOOLCHAIN:-auto} GOFLAGS=-buildvcs=false CGO_ENABLED=0

make_kubernetes() { # folder, version
  local out=$1 version=$2 source mod flags package
  source=$(mktemp -d)
  cp "$here/go/kubernetes.go.txt" "$source/commands.go"
  cd "$source"
  mod=$(go mod download -json "k8s.io/kubernetes@v$version" | jq -r .GoMod)
  { # the staging modules are released as v0.MINOR.PATCH; everything else as Kubernetes' own go.mod has it
    echo "module testbed/kubernetes"
    grep -E '^go ' "$mod"
    sed -n '/^godebug/,/^)/p' "$mod"
    echo "require k8s.io/kubernetes v$version"
    echo "replace ("
    grep -oE '^\s+k8s.io/[a-z0-9-]+ => \./staging' "$mod" | awk -v v="${version#1.}" '{ print $1 " => " $1 " v0." v }'
    echo ")"
  } > go.mod
  go mod tidy
  flags="-s -w"
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    flags+=" -X $package.gitVersion=v$version -X $package.gitMajor=1 -X $package.gitMinor=$(cut -d. -f2 <<< "$version")"
    flags+=" -X $package.gitCommit=testbed -X $package.gitTreeState=clean -X $package.buildDate=2026-01-01T00:00:00Z"
  done
  go build -trimpath -ldflags "$flags" -o "$out/" \
    k8s.io/kubernetes/cmd/{kubeadm,kubelet,kubectl,kube-apiserver,kube-controller-manager,kube-scheduler,kube-proxy}
  rm -rf "$source"
}
tools_version() { # version: that, or where the proxy lacks the tools of that patch, the newest before it
  local patch
  for patch in $(seq "${1##*.}" -1 0); do
    if go mod download "go.etcd.io/etcd/etcdctl/v3@v${1%.*}.$patch" "go.etcd.io/etcd/etcdutl/v3@v${1%.*}.$patch"; then
      echo "${1%.*}.$patch"
      return
    fi
  done
  die "no etcdctl and etcdutl of ${1%.*} can be had"
}
make_etcd() { # folder, version: one binary, argv[0] picks the command; its sources are those of tools/etcd
  local out=$1 version=$2 source tools later=later
  tools=$(tools_version "$version")
  source=$(mktemp -d)
  case $version in 3.5.*) later=later-3.5 ;; esac
  cp "$here/../tools/etcd/main.go.txt" "$source/main.go"
  cp "$here/../tools/etcd/$later.go.txt" "$source/later.go"
  cd "$source"
  printf 'module testbed/etcd\n\ngo 1.24\n\nrequire (\n' > go.mod
  printf '\tgo.etcd.io/etcd/%s/v3 v%s\n' server "$version" etcdctl "$tools" etcdutl "$tools" >> go.mod
  echo ")" >> go.mod
  go mod tidy
  go build -trimpath -ldflags "-s -w" -o "$out/etcd" .
  ln -s etcd "$out/etcdctl"
  ln -s etcd "$out/etcdutl"
  rm -rf "$source"
}
make_coredns() { # folder, version
  local out=$1 version=$2 source
  source=$(mktemp -d)
  cd "$source"
  printf '//go:build tools\n\npackage coredns\n\nimport _ "github.com/coredns/coredns"\n' > commands.go
  printf 'module testbed/coredns\n\ngo 1.24\n\nrequire github.com/coredns/coredns v%s\n' "$version" > go.mod
  go mod tidy
  go build -trimpath -ldflags "-s -w" -o "$out/coredns" github.com/coredns/coredns
  rm -rf "$source"
}
make_crictl() { # folder, version
  local out=$1 version=$2 source
  source=$(mktemp -d)
  cd "$source"
  printf '//go:build tools\n\npackage crictl\n\nimport _ "sigs.k8s.io/cri-tools/cmd/crictl"\n' > commands.go
  printf 'module testbed/crictl\n\ngo 1.24\n\nrequire sigs.k8s.io/cri-tools v%s\n' "$version" > go.mod
  go mod tidy
  go build -trimpath -ldflags "-s -w -X sigs.k8s.io/cri-tools/pkg/version.Version=$version" -o "$out/crictl" sigs.k8s.io/cri-tools/cmd/crictl
  rm -rf "$source"
}
make_pause() { # folder
  go build -trimpath -ldflags "-s -w" -o "$1/pause" "$here/go/pause.go"
}
make_fault() { # folder, name: a program of the testbed's own
  go build -trimpath -ldflags "-s -w" -o "$1/$2" "$here/go/$2.go"
}

kubernetes_folder() { built "kubernetes-$1" make_kubernetes "$1" : "$here/go/kubernetes.go.txt"; }
etcd_folder() { built "etcd-$1" make_etcd "$1" : "$here"/../tools/etcd/*.go.txt; }
coredns_folder() { built "coredns-$1" make_coredns "$1"; }
pause_folder() { built pause make_pause : "$here/go/pause.go"; }
crictl_folder() { built "crictl-$crictl" make_crictl "$crictl"; }
fault_program() { echo "$(built "$1" make_fault "$1" : "$here/go/$1.go")/$1"; }

image_names() { # Kubernetes version: the images that its kubeadm asks for
  "$(kubernetes_folder "$1")/kubeadm" config images list --kubernetes-version "v$1" --image-repository "$registry" 2> /dev/null
}
image_version() { # Kubernetes version, image: 3.6.5 for etcd:3.6.5-0, 1.12.1 for coredns:v1.12.1
  image_names "$1" | sed -n "s|.*/$2:v\{0,1\}\([0-9.]*\).*|\1|p"
}
