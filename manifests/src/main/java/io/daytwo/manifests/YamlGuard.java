package io.daytwo.manifests;

import java.util.Optional;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.parser.Parser;

/** Lets plain YAML through, event by event, before a tree grows from it. */
final class YamlGuard implements Parser {
    private static final int DEEPEST = 64;
    private static final int MOST_EVENTS = 100_000;

    private final Parser parser;
    private final String source;
    private int depth;
    private int documents;
    private int events;

    YamlGuard(Parser parser, String source) {
        this.parser = parser;
        this.source = source;
    }

    @Override
    public boolean checkEvent(Event.ID id) {
        return parser.checkEvent(id);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public boolean hasNext() {
        return parser.hasNext();
    }

    @Override
    public Event next() {
        Event event = parser.next();
        require(++events <= MOST_EVENTS, event, "holds more than " + MOST_EVENTS + " YAML events");
        if (event instanceof DocumentStartEvent) {
            require(++documents == 1, event, "a second YAML document begins here");
        } else if (event instanceof AliasEvent) {
            require(false, event, "YAML aliases are not read");
        } else if (event instanceof CollectionStartEvent start) {
            require(++depth <= DEEPEST, event, "nested deeper than " + DEEPEST + " levels");
            requireNoTag(start.getTag(), event);
        } else if (event instanceof CollectionEndEvent) {
            depth--;
        } else if (event instanceof ScalarEvent scalar) {
            requireNoTag(scalar.getTag(), event);
        }
        return event;
    }

    private void requireNoTag(Optional<String> tag, Event event) {
        require(tag.isEmpty(), event, "YAML tags are not read");
    }

    private void require(boolean holds, Event event, String problem) {
        if (!holds) {
            throw new ManifestException(source, YamlText.line(event.getStartMark()), problem + ".", YamlText.PLAINLY);
        }
    }
}
