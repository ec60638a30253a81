package io.fletching.cli;

import io.fletching.spi.FletchingException;
import java.io.PrintStream;

/// Turns failures into one line each, and into exit codes.
final class Errors {
    /// Someone gave what cannot be used; another command line or other data is the cure.
    static final int USER = 2;

    /// The fault is in a provider or in Fletching.
    static final int OURS = 1;

    private final PrintStream err;
    private final boolean stacktrace;

    Errors(PrintStream err, boolean stacktrace) {
        this.err = err;
        String variable = System.getenv("FLETCH_STACKTRACE");
        this.stacktrace = stacktrace || (variable != null && !variable.isEmpty());
    }

    /// Prints the failure's line, with a stack trace where one was asked for.
    ///
    /// @return the exit code
    int report(Throwable failure) {
        err.println("fletch: " + sentence(failure).strip().replaceAll("\\R\\s*", " "));
        if (stacktrace) {
            failure.printStackTrace(err);
        }
        return code(failure);
    }

    /// What to say of a failure.
    static String sentence(Throwable failure) {
        return switch (failure) {
            case FletchingException known -> Cures.message(known);
            case OutOfMemoryError _ ->
                "The JVM's memory is used up (" + failure.getMessage()
                        + "); choose a smaller network or less data, or set FLETCH_JAVA_OPTS=-Xmx with more.";
            default -> "Unexpected " + failure + "; run it again with " + Fletch.STACKTRACE + " to see where.";
        };
    }

    private static int code(Throwable failure) {
        return switch (failure) {
            case FletchingException known ->
                switch (known.kind()) {
                    case USER, DATA -> USER;
                    case PROVIDER, INTERNAL -> OURS;
                };
            case OutOfMemoryError _ -> USER;
            default -> OURS;
        };
    }
}
