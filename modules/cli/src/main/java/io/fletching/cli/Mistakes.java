package io.fletching.cli;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What the parser of the command line refuses, in the words of all other errors.
final class Mistakes {
    private Mistakes() {}

    static FletchingException of(ParameterException mistake) {
        ArgSpec argument = mistake.getArgSpec();
        if (mistake.getCause() instanceof FletchingException known) {
            return known;
        }
        if (mistake instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        if (mistake instanceof MissingParameterException missing) {
            ArgSpec first = missing.getMissing().getFirst();
            String command = mistake.getCommandLine().getCommandSpec().qualifiedName();
            String lack = first.isPositional() ? "'" + command + "' lacks its operand" : name(first) + " has no value";
            return refusal(lack + "; expected " + first.paramLabel() + " behind it.", mistake);
        }
        if (mistake instanceof OverwrittenOptionException twice) {
            return refusal(name(twice.getOverwritten()) + " is given twice; expected it once.", mistake);
        }
        if (mistake.getCause() instanceof CommandLine.TypeConversionException expected && argument != null) {
            if ("".equals(mistake.getValue())) {
                return refusal(name(argument) + " has no value; expected " + expected.getMessage() + ".", mistake);
            }
            return refusal(
                    name(argument) + " is '" + mistake.getValue() + "'; expected " + expected.getMessage() + ".",
                    mistake);
        }
        return refusal(String.valueOf(mistake.getMessage()), mistake);
    }

    /// What the mistake is about.
    static @Nullable ArgSpec argument(ParameterException mistake) {
        return mistake instanceof OverwrittenOptionException twice ? twice.getOverwritten() : mistake.getArgSpec();
    }

    private static FletchingException unmatched(UnmatchedArgumentException mistake) {
        CommandSpec command = mistake.getCommandLine().getCommandSpec();
        List<String> arguments = mistake.getUnmatched();
        for (String argument : arguments) {
            if (argument.startsWith("-")) {
                return unknown(command, argument.split("=", 2)[0]);
            }
        }
        String first = arguments.getFirst();
        if (command.subcommands().isEmpty()) {
            return refusal("There is no use for '" + first + "'; expected " + expected(command) + ".", mistake);
        }
        return unknownCommand(command, first);
    }

    /// A word where one of a command's subcommands was expected.
    static FletchingException unknownCommand(CommandSpec command, String given) {
        String full = (command.qualifiedName() + " " + given).substring("fletch ".length());
        return FletchingException.unknown(
                Kind.USER,
                "command-unknown",
                "There is no command '" + full + "'.",
                given,
                "Commands",
                command.subcommands().keySet());
    }

    /// What stands behind a command: `one DATA and options`.
    private static String expected(CommandSpec command) {
        return command.positionalParameters().isEmpty()
                ? "options alone"
                : command.positionalParameters().stream()
                                .map(operand -> "one " + operand.paramLabel())
                                .collect(Collectors.joining(", "))
                        + " and options";
    }

    private static FletchingException unknown(CommandSpec command, String flag) {
        return FletchingException.unknown(
                Kind.USER,
                "command-option",
                "'" + command.qualifiedName() + "' has no option '" + flag + "'.",
                flag,
                "Options",
                flags(command));
    }

    private static List<String> flags(CommandSpec command) {
        List<String> flags = new ArrayList<>();
        for (OptionSpec option : command.options()) {
            flags.add(option.longestName());
            if (option.negatable()) {
                flags.add(negated(option));
            }
        }
        return flags;
    }

    /// A flag that turns an option off: `--no-residual`.
    static String negated(OptionSpec option) {
        return option.longestName().replaceFirst("--", "--no-");
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? "Option '" + option.longestName() + "'" : argument.paramLabel();
    }

    private static FletchingException refusal(String sentence, ParameterException mistake) {
        return new FletchingException(Kind.USER, "command-line", sentence, mistake);
    }
}
