package io.fletching.cli;

import io.fletching.runtime.Catalog;
import io.fletching.runtime.ProblemCode;
import io.fletching.runtime.Schedule;
import io.fletching.runtime.Technique;
import io.fletching.spi.Descriptor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The words that may stand for an argument of the command line, for shells to complete. What is asked first is what
/// the help calls the argument.
final class Words {
    /// In place of all files, and of all folders.
    static final String FILES = ":files";

    static final String FOLDERS = ":folders";

    private final CommandSpec root;
    private final Catalog catalog;

    Words(CommandSpec root, Catalog catalog) {
        this.root = root;
        this.catalog = catalog;
    }

    /// Words in order, none twice; none at all where anything may stand.
    List<String> of(ArgSpec argument) {
        Stream<String> words = switch (argument.paramLabel()) {
            case "FILE", "JAR", "ROWS" -> Stream.of(FILES);
            case "DIR", "RUN" -> Stream.of(FOLDERS);
            case "DATA" -> Stream.of(FILES, "glyphs", "spirals");
            case "COMMAND" -> root.subcommands().keySet().stream();
            case "ID" -> names(argument);
            case "KIND/ID" ->
                Stream.concat(
                        techniques().map(technique -> technique.kind() + "/" + technique.name()),
                        BuiltIn.stream().map(BuiltIn::id));
            case "KIND=MODULE/NAME" ->
                techniques()
                        .map(technique ->
                                technique.kind() + "=" + technique.origin().module() + "/" + technique.name());
            case "CODE" -> Arrays.stream(ProblemCode.values()).map(ProblemCode::toString);
            case "KIND.OPTION=VALUE" -> settings();
            default -> constants(argument);
        };
        return words.distinct().toList();
    }

    /// `--optimizer` has the names of all optimizers.
    private Stream<String> names(ArgSpec argument) {
        String kind = Settings.provider(((OptionSpec) argument).longestName().substring("--".length()));
        Stream<String> found = ProviderName.known(catalog, kind)
                .map(technique -> technique.descriptor().name())
                .sorted();
        boolean mayBeLeftOut = kind.equals("normalizer") || kind.equals("clipper");
        return mayBeLeftOut ? Stream.concat(found, Stream.of(TechniqueFlags.NONE)) : found;
    }

    private Stream<Technique<?>> techniques() {
        return catalog.techniques().stream();
    }

    private Stream<String> settings() {
        Stream<String> providers = Settings.KINDS.stream()
                .flatMap(kind -> ProviderName.known(catalog, Settings.provider(kind))
                        .flatMap(technique -> settings(kind, technique.descriptor())));
        Stream<String> schedules = Schedule.descriptors().stream().flatMap(schedule -> settings("schedule", schedule));
        Stream<String> losses = Objective.descriptors().stream().flatMap(loss -> settings("loss", loss));
        return Stream.of(providers, schedules, losses).flatMap(part -> part).sorted();
    }

    private static Stream<String> settings(String kind, Descriptor descriptor) {
        return descriptor.options().stream().map(option -> kind + "." + option.name() + "=");
    }

    private static Stream<String> constants(ArgSpec argument) {
        String flag = argument instanceof OptionSpec option ? option.longestName() : "";
        return switch (flag) {
            case "--schedule" ->
                Stream.concat(Schedule.descriptors().stream().map(Descriptor::name), Stream.of(Course.AUTO));
            case "--loss" ->
                Stream.concat(Objective.descriptors().stream().map(Descriptor::name), Stream.of(Objective.AUTO));
            default ->
                argument.type().isEnum()
                        ? Arrays.stream(argument.type().getEnumConstants())
                                .map(constant -> Choice.text((Enum<?>) constant))
                        : Stream.empty();
        };
    }
}
