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
    private static final String HASH = """
            sha256() {
              if command -v openssl > /dev/null; then openssl dgst -sha256 -r; else sha256sum; fi
            }
            """;

    /** Path. */
    static final String SHA256 = HASH + REGULAR + "sha256 < \"$1\"\n";

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

    /**
     * Needs t and the size. Reads the content and the line that says its hash, which the sender knows only then; hashes
     * what it writes while it comes, so that nobody waits for a second reading.
     */
    private static final String RECEIVE = HASH + """
            give_up() { rm -f -- "$t"; exit "$1"; }
            h=$({
              dd bs=256k count="$5" iflag=fullblock,count_bytes status=none |
                { tee -- "$t" || echo not written >&3; } | sha256
            } 3>&1) || give_up 1
            case $h in *not*) give_up 1 ;; esac
            IFS= read -r sent && [ "${h%% *}" = "$sent" ] && [ "$(stat -c %s -- "$t")" = "$5" ] || give_up 84
            """;

    /** Needs p, t, d, the kind and the mode. */
    private static final String CLOSE = """
            if [ "$2" = create ]; then
              chmod -- "$4" "$t" || give_up 1
              sync -- "$t" || give_up 1
              ln -- "$t" "$p" || { [ ! -e "$p" ] || give_up 83; give_up 1; }
              rm -f -- "$t"
            else
              o=$(stat -c '%u:%g' -- "$p") && m=$(stat -c '%a' -- "$p") || give_up 1
              [ "$(stat -c '%u:%g' -- "$t")" = "$o" ] || chown -- "$o" "$t" || give_up 1
              chmod -- "$m" "$t" || give_up 1
              sync -- "$t" || give_up 1
              mv -f -- "$t" "$p" || give_up 1
            fi
            sync -- "$d"
            """;

    /** Path, kind, nonce, mode, size; {@link HashedContent} is standard input. */
    static final String WRITE = OPEN + RECEIVE + CLOSE;

    private FileScript() {}
}
