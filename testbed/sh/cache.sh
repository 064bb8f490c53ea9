# One folder per build step, named by a key of everything the step depends on: its own text, its arguments, its input files.
# Folders of earlier steps are arguments, so their keys are part of the key.
built() { # name, step, arguments [: input files]: prints the folder, making it first if need be; the step fills the folder it is given
  local name=$1 step=$2 arguments=() out
  shift 2
  while [ $# -gt 0 ] && [ "$1" != : ]; do
    arguments+=("$1")
    shift
  done
  [ $# = 0 ] || shift
  out=$cache/$name-$({ declare -f "$step"; printf '%s\n' "${arguments[@]}"; [ $# = 0 ] || cat "$@"; } | sha256sum | cut -c1-12)
  if [ ! -d "$out" ]; then
    mkdir -p "$cache"
    (
      exec 8> "$out.lock"
      flock 8
      [ ! -d "$out" ] || exit 0
      say "building ${out##*/}, log beside it in $cache"
      rm -rf "$out.part"
      mkdir -p "$out.part"
      # A process of its own, so that set -e holds in the step.
      "$here/testbed" step "$step" "$out.part" "${arguments[@]}" > "$out.log" 2>&1 8>&- || {
        tail -15 "$out.log" >&2
        die "building ${out##*/} failed; the whole log: $out.log"
      }
      mv "$out.part" "$out"
      rm -f "$out.lock"
      say "built ${out##*/}"
    ) || return 1
  fi
  echo "$out"
}
