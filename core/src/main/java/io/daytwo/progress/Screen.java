package io.daytwo.progress;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** Tells a terminal from a file. Looks at {@code System.out} to compare, never to print. */
final class Screen {
    private Screen() {}

    @SuppressWarnings("SystemConsoleNull") // isTerminal() answers for the newer ones
    static boolean is(Appendable out) {
        Console console = System.console();
        return out == System.out && console != null && isTerminal(console);
    }

    /** From Java 22 on there may be a console without a terminal, and a method that tells. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
