package io.daytwo.manifests;

/**
 * What runs on a node to move manifests: POSIX shell and coreutils. The text is constant, all values are arguments. A
 * refusal is told by the exit status; nothing has been changed then.
 */
final class ManifestScript {
    static final int UNSAFE = 91;
    static final int OTHER_FILE_SYSTEM = 92;
    static final int OCCUPIED = 93;
    static final int CHANGED = 94;
    static final int LINK = 95;

    /**
     * Two paths. A line for each: the hash of the file there, a dash, or the word link; then the names of the files
     * beside them.
     */
    static final String LOOK = """
            for f; do
              if [ -L "$f" ]; then
                echo link
              elif [ -e "$f" ]; then
                h=$(sha256sum < "$f") || exit
                echo "${h%% *}"
              else
                echo -
              fi
            done
            for f; do
              ls "${f%/*}" 2> /dev/null || :
            done
            """;

    /** From, to, hash. Both folders on one file system, else a rename would be a copy and could be half done. */
    private static final String CHECKED = """
            from=$1 to=$2
            umask 077
            same() {
              [ ! -L "$1" ] || exit 95
              h=$(sha256sum < "$1") || exit
              [ "${h%% *}" = "$2" ] || { echo "${h%% *}"; exit 94; }
            }
            for d in "${from%/*}" "${to%/*}"; do
              [ -e "$d" ] || mkdir -m 0700 -- "$d" || exit
              [ -d "$d" ] && [ -O "$d" ] || exit 91
            done
            [ "$(stat -L -c %d -- "${from%/*}")" = "$(stat -L -c %d -- "${to%/*}")" ] || exit 92
            """;

    /** From, to, hash. */
    static final String MOVE = CHECKED + """
            [ ! -e "$to" ] && [ ! -L "$to" ] || exit 93
            same "$from" "$3"
            mv -T -- "$from" "$to" && sync -- "${from%/*}" "${to%/*}"
            """;

    /**
     * The manifest, where the one before is kept, its hash, the hash of the new one, which is standard input. The new
     * one takes owner, mode and labels from the old one, and its place by one rename; the old one keeps its own file.
     */
    static final String REPLACE = CHECKED + """
            same "$from" "$3"
            part=${to%/*}/.${from##*/}.part
            rm -f -- "$part"
            cp --preserve=all -- "$from" "$part" && cat > "$part" || exit
            h=$(sha256sum < "$part") && [ "${h%% *}" = "$4" ] || { rm -f -- "$part"; exit 1; }
            sync -- "$part" || exit
            if [ -e "$to" ]; then same "$to" "$3"; else ln -- "$from" "$to" || exit; fi
            same "$from" "$3"
            mv -f -T -- "$part" "$from" && sync -- "${from%/*}" "${to%/*}"
            """;

    /** Where the one before is kept, the manifest, the hash of the one before. Takes the place of what lies there. */
    static final String PUT_BACK = CHECKED + """
            same "$from" "$3"
            mv -f -T -- "$from" "$to" && sync -- "${from%/*}" "${to%/*}"
            """;

    private ManifestScript() {}
}
