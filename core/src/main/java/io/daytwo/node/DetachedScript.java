package io.daytwo.node;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What runs on a node to start a command that outlives its connection, and to look after it. A command is a folder:
 *
 * <pre>
 * boot     the boot it was started in; written before anything runs
 * run      the script below until somebody has claimed it by renaming: who runs it, or who gives up
 * stdin    until it is open
 * stdout, stderr
 * pid      PID, its start time in ticks, the boot, seconds since 1970: written before the program runs
 * status   exit status, seconds since 1970: written after it, synced, by rename
 * </pre>
 *
 * No {@code status} and no such process: nobody knows how far it came.
 */
final class DetachedScript {
    /** What a look prints where there is no such folder. */
    static final String MISSING = "missing";

    static final int TAKEN = 92;
    static final int NOT_STARTED = 93;
    static final int RUNNING = 95;

    /**
     * Folder, name, bytes of the script, SHA-256 of the input, which is the script and then what the command reads.
     * Done when the command has begun. A folder that is there already, whoever made it, is left alone.
     */
    static final String START = """
            umask 077
            base=$1 d=$1/$2
            no() { echo "$1" >&2; exit 93; }
            [ -e "$base" ] || mkdir -p -m 0700 -- "$base" || exit 93
            [ -d "$base" ] && [ ! -L "$base" ] && [ -O "$base" ] || no "$base is no folder of this user's own"
            if ! said=$(mkdir -- "$d" 2>&1); then
              [ -e "$d" ] && exit 92
              no "$said"
            fi
            drop() { rm -rf -- "$d"; no "$1"; }
            head -c "$3" > "$d/run" && cat > "$d/stdin" || drop "$d could not be written"
            h=$(cat "$d/run" "$d/stdin" | sha256sum)
            [ "${h%% *}" = "$4" ] || drop "it did not arrive as it was sent"
            cat /proc/sys/kernel/random/boot_id > "$d/boot" && : > "$d/stdout" && : > "$d/stderr" &&
              sync -- "$d/boot" "$d" "$base" || drop "$d could not be written"
            revoke() { mv "$d/run" "$d/revoked" 2> /dev/null && drop "$1"; }
            if [ -d /run/systemd/system ] && [ "$(id -u)" = 0 ]; then
              said=$(systemd-run --quiet --collect --unit="daytwo-$2" --property=KillMode=process --setenv="PATH=$PATH" \\
                --setenv="HOME=$HOME" /bin/sh "$d/run" 2>&1 < /dev/null) || revoke "systemd-run: $said"
            else
              setsid /bin/sh "$d/run" < /dev/null > /dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
            fi
            i=0
            while [ ! -e "$d/pid" ] && [ $i -lt 300 ]; do sleep 0.05; i=$((i + 1)); done
            [ -e "$d/pid" ] || revoke "it did not begin within 15 s"
            exit 0
            """;

    private static final String RUN = """
            mv "$d/run" "$d/claimed" || exit
            cd /
            exec < "$d/stdin" > "$d/stdout" 2> "$d/stderr" || exit
            umask 077
            ticks=$(sed 's/.*) //' /proc/$$/stat | cut -d ' ' -f 20)
            echo "$$ $ticks $(cat /proc/sys/kernel/random/boot_id) $(date +%s)" > "$d/.pid" && mv "$d/.pid" "$d/pid" || exit
            rm -f "$d/claimed" "$d/stdin"
            umask 022
            LC_ALL=C; export LC_ALL
            """;

    private static final String END = """
            s=$?
            umask 077
            echo "$s $(date +%s)" > "$d/.status" && sync "$d/stdout" "$d/stderr" "$d/.status" && mv "$d/.status" "$d/status" && sync "$d"
            """;

    /** Folder. Sets state, and what is known; who is gone is looked for before what he wrote, not after. */
    private static final String STATE = """
            d=$1 state=lost pid=0 began=0 code=0 ended=0
            [ -d "$d" ] || { echo missing; exit; }
            now=$(cat /proc/sys/kernel/random/boot_id)
            boot=$(cat "$d/boot" 2> /dev/null)
            alive=
            if read -r pid ticks boot began 2> /dev/null < "$d/pid"; then
              set -- $(sed 's/.*) //' "/proc/$pid/stat" 2> /dev/null | cut -d ' ' -f 1,20)
              [ "$1" = Z ] || [ "$2" != "$ticks" ] || [ "$boot" != "$now" ] || alive=yes
            elif [ "${boot:-$now}" = "$now" ] && [ -n "$(find "$d" -maxdepth 0 -mmin -2)" ]; then
              alive=yes
            fi
            if [ -e "$d/status" ]; then
              read -r code ended < "$d/status" && state=ended
            elif [ -n "$alive" ]; then
              state=running
            elif [ "$boot" != "$now" ]; then
              state=rebooted
            fi
            """;

    /** Folder, bytes of both streams that are known, the most to print. A line of numbers, then new bytes of both. */
    static final String LOOK = "from=$2 err=$3 most=$4\n" + STATE + """
            more() {
              n=$(($(wc -c 2> /dev/null < "$d/$1" || echo 0) - $2))
              [ $n -le $most ] || n=$most
              [ $n -ge 0 ] || n=0
              echo $n
            }
            out=$(more stdout $from) bad=$(more stderr $err)
            echo "$state ${pid:-0} ${began:-0} ${code:-0} ${ended:-0} $out $bad"
            [ $out = 0 ] || tail -c +$((from + 1)) "$d/stdout" | head -c $out
            [ $bad = 0 ] || tail -c +$((err + 1)) "$d/stderr" | head -c $bad
            """;

    /** Folder. */
    static final String FORGET = STATE + """
            [ $state != running ] || exit 95
            rm -rf -- "$d"
            """;

    private DetachedScript() {}

    /** The script that runs a command and notes how it ended; its folder, variables and words are quoted in it. */
    static String run(String folder, Command command) {
        String variables = command.environment().entrySet().stream()
                .map(DetachedScript::export)
                .collect(Collectors.joining());
        return "d=" + ShellQuote.word(folder) + "\n" + RUN + variables + ShellQuote.words(command.argv()) + "\n" + END;
    }

    private static String export(Map.Entry<String, String> variable) {
        return "export " + variable.getKey() + "=" + ShellQuote.word(variable.getValue()) + "\n";
    }
}
