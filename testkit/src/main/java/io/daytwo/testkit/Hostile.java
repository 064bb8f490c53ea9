package io.daytwo.testkit;

import java.util.List;

/** Words that break whoever lets a shell read them, and all legal as arguments and as names of files. */
final class Hostile {
    static final List<String> WORDS = List.of(
            "a b",
            " leading and trailing ",
            "-rf",
            "--",
            "-",
            "*",
            "?",
            "[a-z]",
            "~",
            "~root",
            "#",
            "!",
            "!!",
            "$HOME",
            "$(touch daytwo-canary)",
            "`touch daytwo-canary`",
            ";touch daytwo-canary;",
            "|touch daytwo-canary",
            "&touch daytwo-canary&",
            "\ntouch daytwo-canary\n",
            "';touch daytwo-canary;'",
            "\";touch daytwo-canary;\"",
            "'",
            "''",
            "\"",
            "\\",
            "\\'",
            "\\\\n",
            "a\nb",
            "a\rb",
            "a\tb",
            "\u0001\u001b[31m\u007f",
            "{a,b}",
            "a=b",
            "<>",
            "()",
            "%s%n%d",
            "ä€漢字🚀",
            "e\u0301",
            "\u202egnp.exe");

    /** A few that stand for the others where each costs much. */
    static final List<String> MOST_HOSTILE =
            List.of("-rf", "*", "$(touch daytwo-canary)", "';touch daytwo-canary;'", "a\nb", "ä€漢字🚀");

    private Hostile() {}
}
