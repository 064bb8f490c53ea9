package io.daytwo.plan;

import java.util.regex.Pattern;

/**
 * What runs on a node to keep one writer: POSIX shell with flock(1) of util-linux. The text is constant, all values are
 * arguments. {@code NAME.flock} is only locked, {@code NAME.lock} holds {@code daytwo-lock-1 NUMBER ID} and a line of
 * JSON about the holder; it is replaced by rename. Answers are told by a last line on standard error that starts with
 * {@code $1}, which nobody can guess: the exit status and output of a command that is run within stay its own.
 */
final class LockScript {
    /** Where a node keeps lock and journal copy. */
    static final String FOLDER = "/var/lib/daytwo";

    /** How long a command waits for another one that holds the flock, seconds. */
    static final String WAIT = "30";

    static final String FREE = "free";
    static final String BUSY = ":busy";
    static final String HELD = ":held";
    static final String LOST = ":lost";
    static final String CORRUPT = ":corrupt";
    static final String UNSAFE = ":unsafe";

    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    private static final String READ = """
            say() { echo "$mark:$1" >&2; exit 98; }
            mark=$1 dir=$2 name=$3 wait=$4
            """;

    private static final String LOCKED = """
            command exec 9>>"$dir/$name.flock" || say unsafe
            flock -w "$wait" 9 || say busy
            magic=daytwo-lock-1 number=0 id=free
            if [ -e "$dir/$name.lock" ]; then
              read -r magic number id < "$dir/$name.lock" || say corrupt
            fi
            case "$magic" in daytwo-lock-1) ;; *) say corrupt ;; esac
            case "$number" in ''|*[!0-9]*) say corrupt ;; esac
            """;

    /** Arguments: mark, folder, name, wait, id, id to break; input: the JSON line. Prints the fencing number. */
    static final String TAKE = READ + """
            umask 077
            [ -e "$dir" ] || mkdir -p -m 0700 "$dir" || say unsafe
            [ -d "$dir" ] && [ ! -L "$dir" ] && [ -O "$dir" ] || say unsafe
            """ + LOCKED + """
            if [ "$id" != free ] && [ "$id" != "$5" ] && [ "$id" != "$6" ]; then
              cat "$dir/$name.lock"
              say held
            fi
            number=$((number + 1))
            { printf 'daytwo-lock-1 %s %s\\n' "$number" "$5"; cat; } > "$dir/.$name.lock.part" || say unsafe
            sync "$dir/.$name.lock.part" && mv -f "$dir/.$name.lock.part" "$dir/$name.lock" && sync "$dir" || say unsafe
            echo "$number"
            """;

    /** Arguments: mark, folder, name, wait, number, id, then the command. */
    static final String FENCE = READ + LOCKED + """
            [ "$number $id" = "$5 $6" ] || say lost
            shift 6
            "$@" 9>&-
            """;

    /** Arguments: mark, folder, name, wait, number, id. */
    static final String RELEASE = READ + LOCKED + """
            [ "$number $id" = "$5 $6" ] || exit 0
            umask 077
            printf 'daytwo-lock-1 %s free\\n' "$number" > "$dir/.$name.lock.part" || say unsafe
            sync "$dir/.$name.lock.part" && mv -f "$dir/.$name.lock.part" "$dir/$name.lock" && sync "$dir" || say unsafe
            """;

    private LockScript() {}

    static String requireId(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("id: not the id of a lock's holder");
        }
        return id;
    }
}
