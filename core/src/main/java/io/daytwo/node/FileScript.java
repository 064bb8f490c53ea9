package io.daytwo.node;

/**
 * What runs on a node to read and write files: POSIX shell and coreutils. The texts are constant, all values are
 * arguments. What went wrong is told by the exit status, or by the system's own words in the C locale.
 */
final class FileScript {
    static final int WRONG_TYPE = 82;
    static final int EXISTS = 83;
    static final int DAMAGED = 84;

    /** Path. Prints raw mode, size, change, uid, gid, user, group, and 1 for a link. */
    static final String STAT = """
            stat -L -c '%f/%s/%Y/%u/%g/%U/%G' -- "$1" || exit
            [ ! -L "$1" ] || echo link
            """;

    /** Path. Fails with the system's words where there is no regular file to read. */
    private static final String REGULAR = """
            if [ ! -f "$1" ]; then
              [ ! -e "$1" ] || exit 82
              cat -- "$1" > /dev/null || exit
            fi
            """;

    /** Path, most bytes. */
    static final String READ = REGULAR + "exec head -c \"$2\" -- \"$1\"\n";

    /** Of standard input. openssl computes it in a quarter of the time: with the processor's instructions for it. */
    private static final String HASH =
            "sha256() { openssl dgst -sha256 -r 2> /dev/null < \"$1\" || sha256sum < \"$1\"; }\n";

    /** Path. */
    static final String SHA256 = HASH + REGULAR + "sha256 \"$1\"\n";

    /** Path. Names, each ended by NUL. */
    static final String LIST = """
            [ ! -e "$1" ] || [ -d "$1" ] || exit 82
            exec find "$1/" -mindepth 1 -maxdepth 1 -print0
            """;

    /** Path, kind, nonce. Sets p, the real path, and t, the temporary file, which it creates. */
    private static final String OPEN = """
            umask 077
            p=$1
            if [ "$2" = create ]; then
              [ ! -e "$p" ] && [ ! -L "$p" ] || exit 83
            else
              [ -e "$p" ] || { cat -- "$p" > /dev/null || exit; }
              [ -f "$p" ] || exit 82
              p=$(readlink -f -- "$p" && echo x) && p=${p%?x} || exit
            fi
            d=${p%/*}/
            t=$d.daytwo-$3.part
            set -C; : > "$t" || exit; set +C
            """;

    /** Needs p, t, d, the kind, the mode and the hash. The file is hashed while it goes to the disk. */
    private static final String CLOSE = HASH + """
            give_up() { rm -f -- "$t"; exit "$1"; }
            o= m=$4
            if [ "$2" != create ]; then
              o=$(stat -c '%u:%g' -- "$p") && m=$(stat -c '%a' -- "$p") || give_up 1
              [ "$(stat -c '%u:%g' -- "$t")" = "$o" ] || chown -- "$o" "$t" || give_up 1
            fi
            chmod -- "$m" "$t" || give_up 1
            sync -- "$t" & synced=$!
            h=$(sha256 "$t") || give_up 1
            [ "${h%% *}" = "$5" ] || give_up 84
            wait "$synced" || give_up 1
            if [ "$2" = create ]; then
              ln -- "$t" "$p" || { [ ! -e "$p" ] || give_up 83; give_up 1; }
              rm -f -- "$t"
            else
              mv -f -- "$t" "$p" || give_up 1
            fi
            sync -- "$d"
            """;

    /** Path, kind, nonce, mode, hash; the content is standard input. */
    static final String WRITE = OPEN + "cat > \"$t\" || { s=$?; rm -f -- \"$t\"; exit $s; }\n" + CLOSE;

    private FileScript() {}
}
