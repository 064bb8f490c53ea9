package io.daytwo.etcd.snapshot;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * The renames that give finished parts their names, the last of which is the moment from which the target is there.
 * When there are several, they are written down first: a run that is killed between two of them leaves a part with a
 * name, which the next run can tell from an operator's and takes away again.
 */
final class Publication {
    private static final String RECORD = "publishing";

    /**
     * One rename.
     *
     * @param from where it was built
     * @param to its name, free so far
     */
    record Move(Path from, Path to) {
        private JsonObject toJson() throws IOException {
            Path witness = largestFile(from);
            JsonObject json = new JsonObject();
            json.addProperty("from", from.toString());
            json.addProperty("to", to.toString());
            json.addProperty("witness", from.relativize(witness).toString());
            json.addProperty("identity", identity(witness));
            return json;
        }

        private static Path largestFile(Path tree) throws IOException {
            Path largest = tree;
            try (Stream<Path> all = Files.walk(tree)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    if (largest.equals(tree) || Files.size(file) > Files.size(largest)) {
                        largest = file;
                    }
                }
            }
            return largest;
        }
    }

    private Publication() {}

    /** A publication that failed and could not be taken back whole. */
    static final class NotTakenBackException extends IOException {
        private static final long serialVersionUID = 1;

        NotTakenBackException(IOException cause) {
            super(
                    cause.getMessage() + "; what has its name already could not be taken back, the next run does it",
                    cause);
        }
    }

    /** Renames all, in order; when one fails, those before it are taken back. */
    static void publish(DataDirFiles files, Path staging, List<Move> moves) throws IOException {
        if (moves.size() > 1) {
            record(files, staging, moves);
        }
        List<Move> done = new ArrayList<>();
        try {
            for (Move move : moves) {
                if (Files.exists(move.to, LinkOption.NOFOLLOW_LINKS)) {
                    throw new FileAlreadyExistsException(move.to.toString());
                }
                files.rename(move.from, move.to);
                done.add(0, move);
                files.forceDirectory(parent(move.to));
            }
        } catch (IOException e) {
            if (!takeBack(files, done, e)) {
                throw new NotTakenBackException(e);
            }
            throw e;
        }
    }

    /** Tries all; an interrupt, which may be the reason, must not stop this too. */
    private static boolean takeBack(DataDirFiles files, List<Move> done, IOException failure) {
        boolean interrupted = Thread.interrupted();
        boolean complete = true;
        for (Move move : done) {
            try {
                files.rename(move.to, move.from);
            } catch (IOException e) {
                failure.addSuppressed(e);
                complete = false;
            }
            try {
                files.forceDirectory(parent(move.to));
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return complete;
    }

    private static void record(DataDirFiles files, Path staging, List<Move> moves) throws IOException {
        JsonArray json = new JsonArray();
        for (Move move : moves) {
            json.add(move.toJson());
        }
        Path part = staging.resolve(RECORD + ".part");
        try (FileChannel file = files.create(part)) {
            files.write(file, ByteBuffer.wrap(json.toString().getBytes(StandardCharsets.UTF_8)), 0);
            files.force(file);
        }
        files.rename(part, staging.resolve(RECORD));
        files.forceDirectory(staging);
    }

    /** Takes back what a killed run had published of an unfinished publication, as far as nobody has used it since. */
    static void undo(DataDirFiles files, Path staging) throws IOException {
        Path record = staging.resolve(RECORD);
        if (!Files.exists(record)) {
            return;
        }
        List<JsonElement> moves = new ArrayList<>();
        try {
            JsonParser.parseString(Files.readString(record)).getAsJsonArray().forEach(moves::add);
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException(record + " is not what a restore writes", e);
        }
        Collections.reverse(moves);
        boolean complete = !Files.exists(path(moves.get(0), "from"));
        for (JsonElement move : complete ? List.<JsonElement>of() : moves) {
            Path from = path(move, "from");
            Path to = path(move, "to");
            String witness = move.getAsJsonObject().get("witness").getAsString();
            String identity = move.getAsJsonObject().get("identity").getAsString();
            if (Files.exists(parent(from)) && !Files.exists(from) && identity.equals(identity(to.resolve(witness)))) {
                files.rename(to, from);
                files.forceDirectory(parent(to));
            }
        }
    }

    private static Path path(JsonElement move, String end) {
        return Path.of(move.getAsJsonObject().get(end).getAsString());
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(path + " has no folder");
        }
        return parent;
    }

    /** Changes when the file is another one, or was written to. */
    private static String identity(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return "";
        }
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return found.fileKey() + " " + found.size() + " " + found.lastModifiedTime();
    }
}
