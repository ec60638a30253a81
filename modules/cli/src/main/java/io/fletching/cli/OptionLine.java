package io.fletching.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Option;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;

/// An option of a provider in a list.
///
/// @param type `real`, `whole`, `flag`, `list` or `choice`
/// @param initial the default, as it is written
record OptionLine(
        String name,
        String type,
        String range,
        @JsonProperty("default") String initial,
        String summary) {
    private static final OptionLine HEADINGS = new OptionLine("option", "type", "allowed", "default", "what it is");

    static OptionLine of(Option<?> option) {
        String type = switch (option.initial()) {
            case Double _ -> "real";
            case Long _ -> "whole";
            case Boolean _ -> "flag";
            case List<?> _ -> "list";
            default -> "choice";
        };
        String initial =
                Descriptor.of("one", "", option).parse(Map.of()).texts().get(option.name());
        return new OptionLine(option.name(), type, option.range(), Objects.requireNonNull(initial), option.summary());
    }

    /// As a table.
    static void print(List<OptionLine> known, PrintWriter out) {
        var options = new ArrayList<OptionLine>(List.of(HEADINGS));
        options.addAll(known);
        String form = "  %-" + width(options, line -> line.name.length())
                + "s  %-" + width(options, line -> line.initial.length())
                + "s  %-" + width(options, line -> line.range.length()) + "s  %s%n";
        options.forEach(line -> out.printf(form, line.name, line.initial, line.range, line.summary));
    }

    private static int width(List<OptionLine> options, ToIntFunction<OptionLine> width) {
        return options.stream().mapToInt(width).max().orElse(1);
    }
}
