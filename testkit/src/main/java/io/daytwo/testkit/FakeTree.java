package io.daytwo.testkit;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Files, folders and symbolic links in memory. Not thread-safe. */
final class FakeTree {
    private static final int MOST_LINKS = 40;

    /** What lies at a path. */
    sealed interface Entry permits File, Folder, Link {}

    /** A file; whoever hands over or takes the content copies it. */
    static final class File implements Entry {
        private final byte[] content;
        private final int mode;
        private final Instant modified = Instant.now();

        File(byte[] content, int mode) {
            this.content = content;
            this.mode = mode;
        }

        byte[] content() {
            return content;
        }

        int mode() {
            return mode;
        }

        Instant modified() {
            return modified;
        }
    }

    record Folder(Instant modified) implements Entry {}

    record Link(String target) implements Entry {}

    /** A path with all links followed, and what lies there; the entry is null where nothing does. */
    record Place(String path, @Nullable Entry entry, boolean throughFile) {}

    private final Map<String, Entry> entries = new TreeMap<>(Map.of("/", new Folder(Instant.now())));

    void put(String path, Entry entry) {
        Place place = find(path);
        String parent = parent(place.path());
        if (!entries.containsKey(parent)) {
            put(parent, new Folder(Instant.now()));
        }
        entries.put(place.path(), entry);
    }

    void putLink(String path, String target) {
        String parent = parent(path);
        if (find(parent).entry() == null) {
            put(parent, new Folder(Instant.now()));
        }
        entries.put(join(find(parent).path(), path.substring(path.lastIndexOf('/') + 1)), new Link(target));
    }

    void remove(String path) {
        String place = isLink(path) ? linkPlace(path) : find(path).path();
        entries.keySet().removeIf(one -> one.equals(place) || one.startsWith(place + "/"));
    }

    boolean isLink(String path) {
        return entries.get(linkPlace(path)) instanceof Link;
    }

    /** The path with the links of its folders followed, but not its own. */
    private String linkPlace(String path) {
        return join(find(parent(path)).path(), path.substring(path.lastIndexOf('/') + 1));
    }

    /** Follows links and dots, as far as there is anything; names behind that are added as they are. */
    Place find(String path) {
        Deque<String> ahead = new ArrayDeque<>(List.of(path.split("/")));
        String at = "/";
        int links = 0;
        boolean throughFile = false;
        while (!ahead.isEmpty()) {
            String name = ahead.removeFirst();
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            throughFile |= entries.get(at) instanceof File;
            if (name.equals("..")) {
                at = parent(at);
                continue;
            }
            String next = join(at, name);
            if (entries.get(next) instanceof Link link && links++ < MOST_LINKS) {
                if (link.target().startsWith("/")) {
                    at = "/";
                }
                List<String> target = List.of(link.target().split("/"));
                for (int i = target.size() - 1; i >= 0; i--) {
                    ahead.addFirst(target.get(i));
                }
            } else {
                at = next;
            }
        }
        Entry entry = entries.get(at);
        return new Place(at, entry instanceof Link ? null : entry, throughFile);
    }

    List<String> names(String folder) {
        String prefix = folder.equals("/") ? "/" : folder + "/";
        return entries.keySet().stream()
                .filter(path -> path.startsWith(prefix) && path.length() > prefix.length())
                .map(path -> path.substring(prefix.length()))
                .filter(name -> name.indexOf('/') < 0)
                .sorted()
                .toList();
    }

    static String parent(String path) {
        return path.substring(0, Math.max(1, path.lastIndexOf('/')));
    }

    private static String join(String folder, String name) {
        return folder.equals("/") ? "/" + name : folder + "/" + name;
    }
}
