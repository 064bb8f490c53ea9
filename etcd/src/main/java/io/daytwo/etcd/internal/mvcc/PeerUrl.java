package io.daytwo.etcd.internal.mvcc;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A member's peer URL in the very form that etcd hashes into member ids. etcd takes what Go's URL parser makes of it;
 * here only what comes out of that parser as it went in is accepted. Rules: {@code client/pkg/types/urls.go}.
 *
 * @param text the URL, e.g. {@code https://10.0.0.11:2380}
 */
public record PeerUrl(String text) implements Comparable<PeerUrl> {
    private static final String HOST = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%25[A-Za-z0-9._~-]+)?])";
    private static final Pattern NETWORK = Pattern.compile("([hH][tT][tT][pP][sS]?)://" + HOST + ":([0-9]{1,5})(.*)");
    private static final Pattern UNIX =
            Pattern.compile("([uU][nN][iI][xX][sS]?)://(?=.)(?:" + HOST + "(?::[0-9]{1,10})?)?(?:/[A-Za-z0-9._~/-]*)?");

    /**
     * Parses as etcd does.
     *
     * @param given what the caller wrote; blanks around it are dropped
     * @return the URL
     * @throws IllegalArgumentException when etcd would refuse it or read it as something else
     */
    public static PeerUrl parse(String given) {
        String url = given.trim();
        Matcher network = NETWORK.matcher(url);
        if (network.matches()) {
            if (!network.group(3).isEmpty()) {
                throw new IllegalArgumentException("peer URL " + url + ": nothing may follow the port, not even a /");
            }
            int port = Integer.parseInt(network.group(2));
            if (port == 0 || port > 65535) {
                throw new IllegalArgumentException("peer URL " + url + ": the port must be 1 to 65535");
            }
            return lowerScheme(url, network.group(1));
        }
        Matcher unix = UNIX.matcher(url);
        if (unix.matches()) {
            return lowerScheme(url, unix.group(1));
        }
        throw new IllegalArgumentException("peer URL " + url
                + ": must be http://host:port, https://host:port, unix://… or unixs://…, IPv6 addresses in brackets");
    }

    private static PeerUrl lowerScheme(String url, String scheme) {
        return new PeerUrl(scheme.toLowerCase(Locale.ROOT) + url.substring(scheme.length()));
    }

    @Override
    public int compareTo(PeerUrl other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
