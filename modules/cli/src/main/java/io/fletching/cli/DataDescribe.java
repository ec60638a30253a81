package io.fletching.cli;

import io.fletching.data.Data;
import io.fletching.data.Description;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Says what data holds, column by column.
@Command(
        name = "describe",
        description = {
            "Says what DATA holds as it is, column by column: types, ranges, values, and what is missing, not finite or"
                    + " text among numbers.",
            ""
        },
        customSynopsis = "fletch data describe DATA... [OPTION]...",
        sortOptions = false)
@SuppressWarnings("NullAway.Init")
final class DataDescribe implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "DATA", description = "As 'fletch train' takes it.")
    private List<String> data;

    @Option(
            names = "--label",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The column whose values are classes; all of them are counted.")
    private String label;

    @Option(names = "--json", description = "Print one JSON object, and nothing else.")
    private boolean json;

    @Override
    public Integer call() {
        Description description = Data.describe(DataFlags.source(data), label);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.line(description));
        } else {
            print(description, out);
        }
        return 0;
    }

    private static void print(Description description, PrintWriter out) {
        List<Description.Column> columns = description.columns();
        out.printf(
                Locale.ROOT,
                "%s: %,d row%s, %,d column%s%n%n",
                description.source(),
                description.rows(),
                description.rows() == 1 ? "" : "s",
                columns.size(),
                columns.size() == 1 ? "" : "s");
        int names = widest(columns.stream().map(Description.Column::name).toList(), "column");
        int types = widest(columns.stream().map(DataDescribe::stored).toList(), "stored as");
        String row = "%-" + names + "s  %-11s  %-" + types + "s  %10s  %s%n";
        out.printf(Locale.ROOT, row, "column", "taken as", "stored as", "missing", "values");
        for (Description.Column column : columns) {
            out.printf(
                    Locale.ROOT,
                    row,
                    column.name(),
                    Choice.text(column.kind()),
                    stored(column),
                    String.format(Locale.ROOT, "%,d", column.missing()),
                    values(column, column.name().equals(description.label()) ? description.rows() : 0));
        }
    }

    private static int widest(List<String> texts, String heading) {
        return Math.max(
                heading.length(), texts.stream().mapToInt(String::length).max().orElse(0));
    }

    private static String stored(Description.Column column) {
        return column.shape().isEmpty()
                ? column.stored()
                : column.stored()
                        + column.shape().stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    /// @param rows of which the frequencies are shares; 0 where they are none that matter
    private static String values(Description.Column column, long rows) {
        var text = new StringBuilder();
        column.range()
                .forEach(range -> text.append(number(range.lowest()))
                        .append(" to ")
                        .append(number(range.highest()))
                        .append(", mean ")
                        .append(number(range.mean())));
        if (column.distinct() > 0) {
            text.append(text.isEmpty() ? "" : "; ").append(distinct(column, rows));
        }
        append(text, column.nonFinite(), "not finite");
        append(text, column.misfits(), "text where a number belongs");
        return text.toString();
    }

    /// With six digits at most.
    private static String number(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
        return Math.abs(rounded.scale()) <= 12 ? rounded.toPlainString() : rounded.toString();
    }

    private static String distinct(Description.Column column, long rows) {
        if (column.distinct() >= Description.MOST_DISTINCT) {
            return String.format(Locale.ROOT, "%,d values or more", Description.MOST_DISTINCT);
        }
        String frequent = column.frequent().stream()
                .map(count -> count.value()
                        + (rows > 0
                                ? String.format(
                                        Locale.ROOT, " %,d (%.1f %%)", count.rows(), 100.0 * count.rows() / rows)
                                : String.format(Locale.ROOT, " %,d", count.rows())))
                .collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, "%,d value%s: ", column.distinct(), column.distinct() == 1 ? "" : "s")
                + frequent
                + (column.distinct() > column.frequent().size() ? ", …" : "");
    }

    private static void append(StringBuilder text, long count, String what) {
        if (count > 0) {
            text.append(text.isEmpty() ? "" : "; ").append(String.format(Locale.ROOT, "%,d %s", count, what));
        }
    }
}
