package io.daytwo.manifests.pki;

/**
 * What runs on a node to read many small files in one command: POSIX shell, coreutils, awk and sed. Arguments are
 * absolute paths, {@code *} in them stands for any name. It prints lines:
 *
 * <pre>
 * T SECONDS.NANOS     the node's clock
 * M PATH              nothing lies there
 * L PATH              it is a link
 * S STAT PATH         it is there: raw mode/size/change/uid/gid/user/group, then the path
 * F PATH              the lines of this file follow, each behind |
 * N TEXT              the beginning of the RSA key left out here: nothing but a part of its modulus
 * P PATH              a key is left out here of which more has to be known
 * X PATH              this file is not told: a key stands in it in a way not understood
 * K PATH              public halves of all keys of that file follow in PEM, H for one that could not be read
 * </pre>
 *
 * No private key is printed, but for one that openssl would have to tell of where there is no openssl. Keys go from
 * file to openssl through standard input or by the file's name: no argument of a process holds one.
 *
 * <p>A PKCS#1 key (RFC 8017 A.1.2) begins with version and modulus; its first 192 bytes, four lines, are the 12 bytes
 * that the patterns below demand for 2048, 3072 and 4096 bits, and 180 bytes of the modulus. A kubeconfig holds the
 * base64 of the same PEM.
 */
final class ReadAheadScript {
    /** Leaves out bodies of private keys, client-key-data, tokens, and all of a .key that is no PEM. */
    private static final String AWK = """
            function ask() { if (!asked) print "P" FILENAME; asked = 1; rsa = 0 }
            FNR == 1 { print "F" FILENAME; body = 0; other = 0; off = 0; asked = 0; rsa = 0
              config = FILENAME ~ /(\\.conf|\\/config)$/; key = FILENAME ~ /\\.key$/ }
            whole { print "|" $0; next }
            off { next }
            /-----BEGIN .*PRIVATE KEY-----/ {
              body = 1; rsa = $0 ~ /^-----BEGIN RSA PRIVATE KEY-----\\r?$/; n = 0; start = ""
              if (!rsa) ask()
              print "|" $0; next }
            /-----END .*PRIVATE KEY-----/ { body = 0; if (rsa && n < 4) ask(); print "|" $0; next }
            body && index($0, ":") { ask(); print "|" $0; next }
            body {
              print "|"; sub(/\\r$/, ""); n++
              if (n == 1 && $0 !~ /^(MIIE..IBAAKCAQEA|MIIG..IBAAKCAYEA|MIIJ..IBAAKCAgEA)/) ask()
              if (n <= 4 && length($0) != 64) ask()
              if (rsa && n <= 4) start = start $0
              if (rsa && n == 4) print "N" start
              next }
            key { if (/-----BEGIN /) other = 1; print "|" (other ? $0 : substr($0, 1, 1)); if (/-----END /) other = 0; next }
            config && /client-key-data/ {
              if ($0 !~ /^[- \\t]*client-key-data:[ \\t]*["']?[A-Za-z0-9+\\/=]+["']?[ \\t\\r]*$/ || length($0) < 100) {
                print "X" FILENAME; off = 1; next }
              at = index($0, ":"); print "|" substr($0, 1, at)
              start = substr($0, at + 1); sub(/^[ \\t"']+/, "", start)
              if (start ~ /^LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQpNSUlF....QkFBS0NBUUVB/ && length(start) > 1000) {
                print "N" substr(start, 1, 388) } else ask()
              next }
            config && /^[- \\t]*(token|password|[a-z]+-token|client-secret):/ {
              print "|" substr($0, 1, index($0, ":")) " \\"\\""; next }
            { print "|" $0 }
            """.replace("'", "'\\''");

    static final String TEXT = """
            echo "T$(date +%s.%N)"
            IFS='
            '
            found=
            for p; do
              for f in $p; do
                if [ -e "$f" ]; then
                  found="$found
            $f"
                  if [ -L "$f" ]; then echo "L$f"; fi
                else
                  up=${f%/*}
                  while [ -n "$up" ] && [ ! -d "$up" ]; do up=${up%/*}; done
                  if [ -x "${up:-/}" ]; then echo "M$f"; fi
                fi
              done
            done
            set -f
            [ -n "$found" ] || exit 0
            files=
            for s in $(stat -L -c '%f/%s/%Y/%u/%g/%U/%G%n' -- $found); do
              echo "S$s"
              size=${s#*/}; size=${size%%/*}
              f=${s#*/*/*/*/*/*/}; f=/${f#*/}
              if [ -f "$f" ] && [ -r "$f" ] && [ "$size" -le 262144 ]; then
                if [ "$size" = 0 ]; then echo "F$f"; else files="$files
            $f"; fi
              fi
            done
            [ -n "$files" ] || exit 0
            program='
            """ + AWK + """
            '
            text=$(awk "$program" $files) || exit
            printf '%s\\n' "$text"
            ask=$(printf '%s\\n' "$text" | sed -n 's/^P//p')
            [ -n "$ask" ] || exit 0
            if ! command -v openssl > /dev/null; then awk -v whole=1 "$program" $ask; exit; fi
            half() { openssl pkey -passin pass: -pubout "$@" 2> /dev/null || echo H; }
            for f in $ask; do
              echo "K$f"
              case $f in
                *.conf | */config)
                  sed -n 's/^[- \\t]*client-key-data:[ \\t]*["'\\'']\\{0,1\\}\\([A-Za-z0-9+\\/=]*\\).*/\\1/p' "$f" |
                  while read -r key; do printf %s "$key" | base64 -d | half; done ;;
                *) half -in "$f" ;;
              esac
            done
            """;

    private ReadAheadScript() {}
}
