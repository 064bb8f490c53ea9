package io.daytwo.node;

import java.util.List;
import java.util.Random;

/**
 * Generated arguments, each with a command inside that creates a file of its number in the current folder, should a
 * shell ever read it as text. {@link Naive} says which careless way of building a command line lets it.
 */
final class HostileWords {
    /** How a word is put into a command line by those who do not quote. */
    enum Naive {
        NOT_AT_ALL(""),
        SINGLE_QUOTES("'"),
        DOUBLE_QUOTES("\"");

        private final String quote;

        Naive(String quote) {
            this.quote = quote;
        }

        String line(String word) {
            return "printf '%s\\0' " + quote + word + quote + "\n";
        }
    }

    /**
     * One argument.
     *
     * @param text without NUL
     * @param falls what lets its command run
     */
    record Word(String text, Naive falls) {}

    private static final List<String> WILD = List.of(
            "'", "\"", "\\", "`", "$", "$(", ")", "${", "}", "(", "<", ">", "|", "&", ";", "\n", "\r", "\t", " ", "#",
            "~", "*", "?", "[", "]", "!", "=", "%", "%s", "\\n", "\\0", "--", "-", "''", "\"\"", "$$", "$?", "\u0001",
            "\u001b", "\u007f", "\u0085", "é", "漢", "🚀", "\u2028", "a", "B", "0", "EOF", "done", "fi", "then", "exec ",
            "eval ");

    private static final String MILD = "abcXYZ019_-./, ";

    private final Random random;

    HostileWords(long seed) {
        random = new Random(seed);
    }

    Word word(int number) {
        String canary = ":>" + number;
        return switch (random.nextInt(10)) {
            case 0 -> new Word(mild() + "$(" + canary + ")" + mild(), Naive.NOT_AT_ALL);
            case 1 -> new Word(mild() + "`" + canary + "`" + mild(), Naive.NOT_AT_ALL);
            case 2 -> new Word(mild() + ";" + canary + ";" + mild(), Naive.NOT_AT_ALL);
            case 3 -> new Word(mild() + "&" + canary + "&" + mild(), Naive.NOT_AT_ALL);
            case 4 -> new Word(mild() + "|" + canary, Naive.NOT_AT_ALL);
            case 5 -> new Word(mild() + "\n" + canary + "\n" + wild(), Naive.NOT_AT_ALL);
            case 6 -> new Word(mild() + "';" + canary + "\n" + wild(), Naive.SINGLE_QUOTES);
            case 7 -> new Word(mild() + "'\n" + canary + "\n" + wild(), Naive.SINGLE_QUOTES);
            case 8 -> new Word(mild() + "$(" + canary + ")" + mild(), Naive.DOUBLE_QUOTES);
            default -> new Word(mild() + "\";" + canary + "\n" + wild(), Naive.DOUBLE_QUOTES);
        };
    }

    private String mild() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(MILD.charAt(random.nextInt(MILD.length())));
        }
        return text.toString();
    }

    private String wild() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(WILD.get(random.nextInt(WILD.size())));
        }
        return text.toString();
    }
}
