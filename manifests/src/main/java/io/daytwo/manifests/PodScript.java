package io.daytwo.manifests;

/**
 * What runs on a node to see a static Pod: POSIX shell, coreutils, grep, awk. The text is constant, all values are
 * arguments. Nothing here asks an API server or the kubelet.
 */
final class PodScript {
    /**
     * Arguments: namespace, container's name, folder of logs, runtime's socket or nothing, peer port as four
     * hexadecimal digits or nothing. Processes, listening ports and logs are the kernel's and the file system's; of the
     * runtime only names are wanted, and it may be dead.
     */
    static final String LOOK = """
            ns=$1 name=$2 logs=$3 socket=$4 peer=$5
            read -r up rest < /proc/uptime
            echo "now $(date +%s.%N) $up $(getconf CLK_TCK)"
            for c in $(grep -lsx kubelet /proc/[0-9]*/comm); do
              s=$(sed 's/.*) //' "${c%/comm}/stat" 2> /dev/null) && echo "kubelet ${s%% *}"
            done
            grep -m1 -sHoE 'pod[0-9a-f]{32}(\\.slice)?/([^/]*-)?[0-9a-f]{64}' /proc/[0-9]*/cgroup |
            while IFS= read -r line; do
              p=${line%%/cgroup:*} p=${p#/proc/} c=${line##*[!0-9a-f]}
              u=${line#*/cgroup:} u=${u#pod} u=${u%%[!0-9a-f]*}
              s=$(sed 's/.*) //' "/proc/$p/stat" 2> /dev/null) && n=$(cat "/proc/$p/comm" 2> /dev/null) || continue
              set -- $s
              [ "$1" = Z ] || echo "process $p ${20} $u $c $n"
            done
            for d in "$logs"/*_*_*; do
              u=${d##*_} most=-1
              case $u in *[!0-9a-f]*) continue ;; esac
              for f in "$d/$name"/*.log; do
                f=${f##*/} f=${f%.log}
                case $f in ''|*[!0-9]*) ;; *) [ "$f" -le "$most" ] || most=$f ;; esac
              done
              echo "log $u $most $d"
            done
            if command -v crictl > /dev/null 2>&1; then
              crictl ${socket:+-r "$socket"} -t 5s ps -q --no-trunc --label "io.kubernetes.pod.namespace=$ns" \\
                --label "io.kubernetes.container.name=$name" 2> /dev/null | sed 's/^/named /'
            elif command -v ctr > /dev/null 2>&1; then
              case $socket in *containerd*) ;; *) socket= ;; esac
              timeout 5 ctr ${socket:+-a "${socket#unix://}"} -n k8s.io containers ls -q \\
                "labels.\\"io.kubernetes.pod.namespace\\"==$ns,labels.\\"io.kubernetes.container.name\\"==$name" \\
                2> /dev/null | sed 's/^/named /'
            fi
            cat /proc/net/tcp /proc/net/tcp6 2> /dev/null | awk -v peer=":$peer" '
              $4 == "0A" { n = split($2, a, ":"); print "listen", a[n] }
              $4 == "01" && peer != ":" && (substr($2, length($2) - 4) == peer || substr($3, length($3) - 4) == peer) {
                print "peer", $3
              }'
            """;

    /** Arguments: signal, then pairs of a pid and its start: nobody else's process gets the signal. */
    static final String SIGNAL = """
            signal=$1
            shift
            while [ $# -gt 1 ]; do
              p=$1 start=$2
              shift 2
              s=$(sed 's/.*) //' "/proc/$p/stat" 2> /dev/null) || continue
              [ "$(echo $s | cut -d ' ' -f 20)" != "$start" ] || kill -s "$signal" "$p" 2> /dev/null || :
            done
            """;

    /** Files. Prints when each was last changed, of a link also the link itself; what is missing is left out. */
    static final String CHANGED = """
            for f; do
              [ -f "$f" ] || continue
              stat -L -c '%.9Z %n' -- "$f" 2> /dev/null
              [ ! -L "$f" ] || stat -c '%.9Z %n' -- "$f" 2> /dev/null
            done
            :
            """;

    /** bbolt's file: exit status 1 while a member has it open (bbolt bolt_unix.go: flock, exclusive). */
    static final String UNLOCKED = """
            [ -e "$1" ] || exit 0
            exec flock -n -s "$1" true
            """;

    /** Folder of one container's logs. The last lines of the last one that has any: the newest may just have begun. */
    static final String LOG = """
            ls -rv "$1"/*.log 2> /dev/null | while IFS= read -r f; do
              [ ! -s "$f" ] || { tail -n 40 -- "$f" | tail -c 16384; break; }
            done
            """;

    static final int NOT_ASKED = 96;

    /**
     * Runtime's socket or nothing, seconds, container, a command for it: run there as the kubelet runs an exec probe.
     * The exit status is the command's, {@link #NOT_ASKED} where no tool is. What ctr starts goes on when ctr is ended,
     * so it is ended too.
     */
    static final String EXEC = """
            socket=$1 limit=$2 id=$3
            shift 3
            if command -v crictl > /dev/null 2>&1; then
              exec crictl ${socket:+-r "$socket"} -t 5s exec -s --timeout "$limit" "$id" "$@" > /dev/null 2>&1
            fi
            command -v ctr > /dev/null 2>&1 || exit 96
            case $socket in *containerd*) socket=${socket#unix://} ;; *) socket= ;; esac
            x=daytwo-$$
            timeout -k 2 "$limit" ctr ${socket:+-a "$socket"} -n k8s.io tasks exec --exec-id "$x" "$id" "$@" \\
              > /dev/null 2>&1 < /dev/null
            s=$?
            case $s in
              124|137)
                timeout 5 ctr ${socket:+-a "$socket"} -n k8s.io tasks kill -s KILL --exec-id "$x" "$id"
                timeout 5 ctr ${socket:+-a "$socket"} -n k8s.io tasks delete --exec-id "$x" "$id" ;;
            esac > /dev/null 2>&1
            exit "$s"
            """;

    private PodScript() {}
}
