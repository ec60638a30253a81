package io.fletching.cli.jvm;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What one check found, in a sentence, and what to do about it.
///
/// @param check what was looked at, in a few words
/// @param cure empty where all is well
public record Finding(String check, Level level, String found, String cure) {

    /// How bad it is.
    public enum Level {
        @JsonProperty("ok")
        OK,
        /// Training works, but slower, or with a risk.
        @JsonProperty("warning")
        WARNING,
        /// Training fails, or may give wrong results.
        @JsonProperty("problem")
        PROBLEM
    }

    static Finding ok(String check, String found) {
        return new Finding(check, Level.OK, found, "");
    }

    static Finding warning(String check, String found, String cure) {
        return new Finding(check, Level.WARNING, found, cure);
    }

    static Finding problem(String check, String found, String cure) {
        return new Finding(check, Level.PROBLEM, found, cure);
    }
}
