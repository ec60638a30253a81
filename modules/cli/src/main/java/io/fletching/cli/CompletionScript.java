package io.fletching.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The script that completes the command line: a table of all words there are, and before it the resource
/// `completion.sh`, which looks them up.
final class CompletionScript {
    private static final String ZSH = "autoload -U +X compinit bashcompinit && compinit && bashcompinit\n";

    private final Words words;

    CompletionScript(Words words) {
        this.words = words;
    }

    String text(Completion.Shell shell, CommandSpec root) {
        var text = new StringBuilder(shell == Completion.Shell.ZSH ? ZSH : "");
        text.append(resource());
        table(text, "commands", commands(root).map(command -> line(name(command), subcommands(command))));
        table(text, "flags", commands(root).map(command -> line(name(command), flags(command))));
        table(text, "operands", commands(root).map(command -> line(name(command), operands(command))));
        table(text, "values", commands(root).flatMap(this::values));
        return text.append("complete -F _fletch fletch\n").toString();
    }

    /// A function that sets `words` for what it is asked, and fails where it has no such line.
    private static void table(StringBuilder text, String name, Stream<String> lines) {
        text.append("_fletch_").append(name).append("() {\n    case $1 in\n");
        lines.forEach(text::append);
        text.append("    *) words=; return 1 ;;\n    esac\n}\n");
    }

    private static String line(String place, Stream<String> words) {
        return "    '" + place + "') words='" + words.collect(Collectors.joining(" ")) + "' ;;\n";
    }

    private static Stream<CommandSpec> commands(CommandSpec command) {
        return Stream.concat(
                Stream.of(command),
                command.subcommands().values().stream()
                        .map(CommandLine::getCommandSpec)
                        .flatMap(CompletionScript::commands));
    }

    /// As `fletch providers list`.
    private static String name(CommandSpec command) {
        return command.qualifiedName(" ");
    }

    private static Stream<String> subcommands(CommandSpec command) {
        return command.subcommands().keySet().stream();
    }

    private static Stream<String> flags(CommandSpec command) {
        return command.options().stream()
                .flatMap(option -> option.negatable()
                        ? Stream.of(option.longestName(), Mistakes.negated(option))
                        : Stream.of(option.longestName()));
    }

    private Stream<String> operands(CommandSpec command) {
        return command.positionalParameters().stream().map(words::of).flatMap(List::stream);
    }

    private Stream<String> values(CommandSpec command) {
        return command.options().stream()
                .filter(CompletionScript::takesValue)
                .map(option -> line(name(command) + " " + option.longestName(), words.of(option).stream()));
    }

    private static boolean takesValue(ArgSpec argument) {
        return argument instanceof PositionalParamSpec
                || (argument instanceof OptionSpec option && option.arity().min() > 0);
    }

    private static String resource() {
        try (InputStream in = CompletionScript.class.getResourceAsStream("completion.sh")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
