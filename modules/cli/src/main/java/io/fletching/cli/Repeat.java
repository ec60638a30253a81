package io.fletching.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// The command line that repeats a run: what was given and is not the default, and the seed whether given or not,
/// unless a file has it. Flags that change no result, such as the output's, are left out.
final class Repeat {
    private static final String OUT = "--out";
    private static final String AND = " && ";
    private static final Set<String> WITHOUT_EFFECT =
            Set.of("--memory", OUT, "--checkpoint-every", "--json", "--quiet", "--verbose", Fletch.STACKTRACE);
    /// The property in which the launcher passes the path that it was called by.
    private static final String LAUNCHER = "fletching.command";

    private static final String SEED = "--seed";
    private static final List<String> SOURCES = List.of("--config", "--resume");

    private Repeat() {}

    /// @param parsed a parsed `train`
    /// @param ambient flags for what it took from its environment
    static String command(ParseResult parsed, List<String> ambient) {
        List<String> words = new ArrayList<>(List.of(System.getProperty(LAUNCHER, "./fletch"), "train"));
        parsed.matchedPositionals().stream()
                .filter(data -> !data.stringValues().equals(List.of(data.defaultValue())))
                .forEach(data -> words.addAll(data.stringValues()));
        for (OptionSpec option : parsed.commandSpec().options()) {
            if (option.longestName().equals(SEED)
                    && (parsed.hasMatchedOption(SEED) || SOURCES.stream().noneMatch(parsed::hasMatchedOption))) {
                Long seed = option.getValue();
                words.addAll(List.of(SEED, seed.toString()));
            } else if (parsed.hasMatchedOption(option) && !WITHOUT_EFFECT.contains(option.longestName())) {
                add(words, option);
            }
        }
        words.addAll(ambient);
        return String.join(" ", words.stream().map(Repeat::quoted).toList());
    }

    /// The command lines that repeat a run which goes on: the first, where nothing is different from then on; otherwise
    /// all of them, in a folder of their own.
    ///
    /// @param first what it was started by
    /// @param again what lets it go on
    static String resumed(String first, String again, Path run) {
        if (first.isEmpty() || again.equals(resume(run))) {
            return first;
        }
        String copy = quoted(run.getFileName() + "-again");
        String started = first.contains(AND) ? first : first + " " + OUT + " " + copy;
        return started + AND + again.replace(quoted(run.toString()), copy);
    }

    /// The command line by which a run goes on.
    static String resume(Path run) {
        return quoted(System.getProperty(LAUNCHER, "./fletch")) + " train --resume " + quoted(run.toString());
    }

    private static void add(List<String> words, OptionSpec option) {
        if (option.negatable()) {
            boolean value = option.getValue();
            if (value != Boolean.parseBoolean(option.defaultValue())) {
                words.add(value ? option.longestName() : Mistakes.negated(option));
            }
            return;
        }
        for (String value : option.stringValues()) {
            if (!value.equals(option.defaultValue())) {
                words.addAll(List.of(option.longestName(), value));
            }
        }
    }

    /// A word as a POSIX shell reads it.
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
