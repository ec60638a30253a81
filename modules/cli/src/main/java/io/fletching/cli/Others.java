package io.fletching.cli;

import io.fletching.runtime.Technique;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Optimizer;
import java.util.List;
import picocli.CommandLine.ParseResult;

/// What the command line itself says of the optimizer of others: a file that is repeated with another optimizer may
/// say it in vain.
///
/// @param text as it was given; empty where nothing was
record Others(String text) {

    /// @param settings the values of `--set`
    static Others givenIn(ParseResult given, List<String> settings) {
        if (given.hasMatchedOption("--others")) {
            return new Others("--others " + given.matchedOptionValue("--others", ""));
        }
        return settings.stream()
                .filter(setting -> setting.startsWith("others."))
                .map(setting -> new Others("--set " + setting))
                .findFirst()
                .orElse(new Others(""));
    }

    /// Refuses what would have no effect.
    ///
    /// @param isUsed whether there are others
    void requireUse(boolean isUsed, Technique<Optimizer> optimizer) {
        if (!isUsed && !text.isEmpty()) {
            throw new FletchingException(
                    Kind.USER,
                    "others-none",
                    "The flag '" + text + "' has no effect: it is for parameters that their optimizer refuses, and '"
                            + optimizer.name() + "' refuses none; drop it, or give some an optimizer of their own with"
                            + " --group.");
        }
    }
}
