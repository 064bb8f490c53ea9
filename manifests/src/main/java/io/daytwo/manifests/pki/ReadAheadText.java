package io.daytwo.manifests.pki;

import io.daytwo.manifests.pki.ReadAheadFiles.Known;
import io.daytwo.node.FileStat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands what {@link ReadAheadScript} prints. What is not understood is left to be read as usual. */
final class ReadAheadText {
    private static final Pattern STAT = Pattern.compile("([0-9a-f]+)/(\\d+)/(\\d+)/(\\d+)/(\\d+)/([^/]*)/([^/]*)(/.*)");
    private static final String KEY_DATA = "client-key-data:";
    private static final String NO_KEY = block("PRIVATE KEY", "");
    private static final int FOUR_LINES = 4 * 64;
    private static final String UNDECODED = "\ufffd";

    private final Map<String, FileStat> stats = new LinkedHashMap<>();
    private final Map<String, List<String>> contents = new LinkedHashMap<>();
    private final Map<String, List<String>> halves = new LinkedHashMap<>();
    private final Map<String, List<String>> beginnings = new LinkedHashMap<>();
    private final Set<String> links = new LinkedHashSet<>();
    private final Set<String> missing = new LinkedHashSet<>();

    private ReadAheadText() {}

    static Map<String, Known> parse(List<String> lines) {
        ReadAheadText text = new ReadAheadText();
        List<String> body = new ArrayList<>();
        String file = "";
        boolean block = false;
        for (String line : lines) {
            if (block || line.startsWith("-----")) {
                body.add(line);
                block = !line.startsWith("-----END ");
                continue;
            }
            if (line.isEmpty()) {
                continue;
            }
            String rest = line.substring(1);
            switch (line.charAt(0)) {
                case 'M' -> text.missing.add(rest);
                case 'L' -> text.links.add(rest);
                case 'S' -> text.stat(rest);
                case 'X' -> text.contents.remove(rest);
                case 'F' -> {
                    body = new ArrayList<>();
                    text.contents.put(rest, body);
                    text.beginnings.remove(rest);
                    file = rest;
                }
                case 'N' ->
                    text.beginnings
                            .computeIfAbsent(file, none -> new ArrayList<>())
                            .add(beginning(rest));
                case 'K' -> {
                    body = new ArrayList<>();
                    text.halves.put(rest, body);
                }
                case '|' -> body.add(rest);
                case 'H' -> body.add(line);
                default -> {}
            }
        }
        return text.known();
    }

    private void stat(String line) {
        Matcher found = STAT.matcher(line);
        if (found.matches()) {
            int mode = Integer.parseInt(found.group(1), 16);
            String path = found.group(8);
            stats.put(
                    path,
                    new FileStat(
                            path,
                            switch (mode & 0xf000) {
                                case 0x8000 -> FileStat.Type.FILE;
                                case 0x4000 -> FileStat.Type.FOLDER;
                                default -> FileStat.Type.OTHER;
                            },
                            links.contains(path),
                            Long.parseLong(found.group(2)),
                            mode & 0x1ff,
                            found.group(6).equals("UNKNOWN") ? found.group(4) : found.group(6),
                            found.group(7).equals("UNKNOWN") ? found.group(5) : found.group(7),
                            Instant.ofEpochSecond(Long.parseLong(found.group(3)))));
        }
    }

    private Map<String, Known> known() {
        Map<String, Known> all = new LinkedHashMap<>();
        missing.forEach(path -> all.put(path, new Known(Optional.empty(), Optional.empty())));
        stats.forEach((path, stat) -> all.put(path, new Known(Optional.of(stat), content(path))));
        return all;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Optional<String> content(String path) {
        return Optional.ofNullable(contents.get(path))
                .map(lines -> withKeys(lines, keys(path)))
                .filter(text -> !text.contains(UNDECODED));
    }

    private List<String> keys(String path) {
        return halves.containsKey(path) ? publicHalves(halves.get(path)) : beginnings.getOrDefault(path, List.of());
    }

    /** Four lines, or the base64 of a PEM file that begins with them. */
    private static String beginning(String text) {
        String lines = text;
        if (text.length() > FOUR_LINES) {
            String pem = new String(Base64.getDecoder().decode(text), StandardCharsets.US_ASCII);
            lines = pem.substring(pem.indexOf('\n')).replace("\n", "");
        }
        return block(HeldKey.BEGINNING, lines + "\n");
    }

    private static String block(String label, String body) {
        return "-----BEGIN " + label + "-----\n" + body + "-----END " + label + "-----\n";
    }

    /** One text for each key: a PEM block, or what no key is in. */
    private static List<String> publicHalves(List<String> lines) {
        List<String> all = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        for (String line : lines) {
            if (line.equals("H")) {
                all.add(NO_KEY);
            } else {
                block.append(line.replace("PUBLIC KEY", HeldKey.HALF)).append('\n');
                if (line.startsWith("-----END ")) {
                    all.add(block.toString());
                    block.setLength(0);
                }
            }
        }
        return all;
    }

    /** In a kubeconfig in place of the key, in a PEM file behind it. */
    private static String withKeys(List<String> lines, List<String> keys) {
        Iterator<String> next = keys.iterator();
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(line);
            if (line.endsWith(KEY_DATA) && next.hasNext()) {
                text.append(' ').append(Base64.getEncoder().encodeToString(bytes(next.next())));
            }
            text.append('\n');
        }
        next.forEachRemaining(key -> text.append(key.equals(NO_KEY) ? "" : key));
        return text.toString();
    }
}
