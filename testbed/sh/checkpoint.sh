# Checkpoints: the disks of all machines at one instant, with all processes held still, and what the operator needs beside them.
# They lie in the cache and outlive `down`.
checkpoint_name() {
  [[ ${1:-} =~ ^[a-z0-9][a-z0-9.-]{0,40}$ ]] || die "a checkpoint is named with a-z, 0-9, dot and dash" "testbed save clean"
  echo "$cache/checkpoints/$1"
}
save_checkpoint() { # name
  local folder name jobs=() started=$SECONDS
  folder=$(checkpoint_name "${1:-}")
  [ -n "$(machines)" ] || die "there is no cluster to save" "testbed up 3 2"
  for name in $(machines); do init_of "$name" > /dev/null || die "$name is down; a checkpoint holds machines that run" "testbed boot $name"; done
  rm -rf "$folder.part"
  (umask 077; mkdir -p "$folder.part")
  for name in $(machines); do
    inside "$name" sync &
    jobs+=($!)
  done
  wait "${jobs[@]}" # not all: after `up` the switch's process is among them
  trap 'thaw_cgroups ""; rm -f "$state.lock.holder"' EXIT
  freeze_cgroups ''
  for name in $(machines); do
    # Not fsfreeze: a file system left frozen by a kill of this script could not be unmounted. With nobody to write, sync is enough.
    sync --file-system "/proc/$(init_of "$name")/root/var/lib/containerd"
    mkdir -p "$folder.part/machines/$name"
    cp --sparse=always "$state/machines/$name/disk.img" "$folder.part/machines/$name/disk.img"
    cp "$state/machines/$name"/{address,routes} "$folder.part/machines/$name/"
  done
  thaw_cgroups ''
  cp -p "$state"/{inputs,known_hosts,id_ed25519,id_ed25519.pub,admin.conf,ca.sha256,up.seconds} "$folder.part/"
  if [ -e "$state/fresh" ]; then cp -p "$state/fresh" "$folder.part/"; fi
  rm -rf "$folder"
  mv "$folder.part" "$folder"
  say "saved $1 in $((SECONDS - started)) s, $(du -sm "$folder" | cut -f1) MB"
}
load_checkpoint() { # name
  local folder started=$SECONDS since name input all
  folder=$(checkpoint_name "${1:-}")
  [ -d "$folder" ] || die "there is no checkpoint $1" "testbed checkpoints"
  for input in $(tr ':=' '\n' < "$folder/inputs" | grep ^/); do
    [ -e "$input" ] || die "checkpoint $1 needs $input, which is gone" "testbed forget $1"
  done
  rm -rf "$state.next"
  mkdir -p "$state.next"
  chmod 711 "$state.next"
  cp -rp --sparse=always "$folder"/. "$state.next/" & # while the old cluster ends
  local copy=$!
  down
  wait $copy || die "the checkpoint could not be copied: is the disk of $state full?"
  mv "$state.next" "$state"
  say "nothing is left of the cluster before"
  for name in $(machines); do mkdir -p "$state/machines/$name"/{disk,root,files}; done
  mapfile -t all < <(machines)
  since=$(now)
  boot_all "${all[@]}"
  await_ready 240 "$since"
  free_leaders
  say "loaded $1 in $((SECONDS - started)) s, to every /readyz ok and all nodes Ready; up took $(cat "$state/up.seconds") s"
}
fresh() { # as up: a clean cluster of that shape, by its checkpoint when one was made of the same inputs, else by up and save
  local inputs key name since
  if [ -e "$state/machines" ] && [ ! -e "$state/fresh" ]; then die "a cluster is there that somebody else may need: $(machines | paste -sd' ')" "testbed down"; fi
  build
  inputs=$(record_inputs)
  key=$({ echo "$inputs"; cat "$here"/sh/{settings,kubeadm,machine,cluster}.sh "$here"/node/*; } | sha256sum | cut -c1-12)
  name=fresh-${1:-}-${2:-}-${4:-0}
  if [ ! -d "$cache/checkpoints/$name-$key" ]; then
    rm -rf "$cache/checkpoints/$name"-*
    down
    up "$@"
    touch "$state/fresh"
    await_pods 120
    save_checkpoint "$name-$key"
  else
    since=$(now)
    load_checkpoint "$name-$key"
    await_leaders 60 "$since"
    await_pods 120
  fi
}
list_checkpoints() {
  local folder
  for folder in "$cache"/checkpoints/*/; do
    if [ -f "$folder/inputs" ]; then printf '%s: %s\n' "$(basename "$folder")" "$(ls "$folder/machines" | paste -sd' ')"; fi
  done
}
forget_checkpoint() { rm -rf "$(checkpoint_name "${1:-}")"; }
