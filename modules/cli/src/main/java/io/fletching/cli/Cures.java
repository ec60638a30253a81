package io.fletching.cli;

import io.fletching.spi.FletchingException;
import java.util.Map;

/// What a user of the command can do about an error that the library tells in its own words: the flags.
final class Cures {
    /// By the error's code, a sentence.
    static final Map<String, String> BY_CODE = Map.of(
            "average-twice",
            "Leave out --average.",
            "checkpoint-further",
            "Give more with --epochs.",
            "checkpoint-other",
            "By itself, --resume takes all that it depends on from the run.",
            "gradient-non-finite",
            "The flags are --set optimizer.lr=… and, beside any --clipper but none, --set clipper.on-non-finite=skip.");

    private Cures() {}

    /// The error's message, and behind it the cure in flags, where there is one.
    static String message(FletchingException failure) {
        String message = String.valueOf(failure.getMessage());
        String cure = BY_CODE.get(failure.code());
        return cure == null ? message : message + " " + cure;
    }
}
