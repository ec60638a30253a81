package io.fletching.cli;

import io.fletching.data.DataOptions;
import io.fletching.data.LabelKind;
import io.fletching.data.Missing;
import io.fletching.data.RowSplit;
import io.fletching.data.Source;
import io.fletching.data.Validation;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What is learned from.
@SuppressWarnings("NullAway.Init")
final class DataFlags {
    @Parameters(
            arity = "0..*",
            paramLabel = "DATA",
            defaultValue = "glyphs",
            description = {
                "A table: CSV with a header, commas and UTF-8, an Arrow file or stream, or Parquet; or images: IDX with"
                        + " their labels in the file beside them (images-idx3-ubyte, labels-idx1-ubyte). CSV and IDX may"
                        + " be compressed by gzip. Several tables of the same columns, or a pattern such as 'part-*.csv',"
                        + " are read one behind the other. Or a generated set: glyphs, digits drawn as strokes, or"
                        + " spirals, three arms in the plane. Default: ${DEFAULT-VALUE}."
            })
    List<String> data;

    @Option(
            names = "--label",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The column to predict. Tables only.")
    String label;

    @Option(
            names = "--label-type",
            paramLabel = "TYPE",
            defaultValue = "auto",
            description =
                    "What the label is: categorical (classes), numeric (regression), or auto: what its first value"
                            + " looks like. A label of numbers is predicted as a number; '--label-type categorical'"
                            + " makes classes of it. Tables only. Default: ${DEFAULT-VALUE}.")
    LabelKind labelType;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "The labels of IDX images, where they are not in the file of the usual name beside them.")
    @Nullable
    Path labels;

    @Option(
            names = "--validation",
            paramLabel = "ROWS",
            defaultValue = "0.2",
            description = "What judges the network: a fraction of the rows, drawn with the seed; last:N for the last N;"
                    + " or a file of the same columns. Default: ${DEFAULT-VALUE}.")
    String validation;

    @Option(
            names = "--numeric",
            paramLabel = "NAME",
            description =
                    "A column that is numeric, whatever its first value looks like; may be repeated. Tables" + " only.")
    Set<String> numeric = new LinkedHashSet<>();

    @Option(
            names = "--missing",
            paramLabel = "HOW",
            defaultValue = "error",
            description = "What an empty cell of a numeric column is: error, or mean, its column's mean. Tables"
                    + " only. Default: ${DEFAULT-VALUE}.")
    Missing missing;

    @Option(
            names = "--standardize",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether numeric columns and pixels get mean 0 and deviation 1. Default: they do.")
    boolean standardize;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            defaultValue = "1g",
            converter = Ranges.Bytes.class,
            description = "Memory that prepared rows may take, such as 512m or 4g. What needs more is kept in temporary"
                    + " files, with the same result. Default: ${DEFAULT-VALUE}.")
    long memory;

    /// @param seed draws the validation rows
    DataOptions options(long seed) {
        Source source = source(data);
        return DataOptions.of(labels == null ? source : source.withLabels(labels))
                .withLabel(label)
                .withLabelKind(labelType)
                .withValidation(Validation.parse(validation))
                .withNumeric(numeric)
                .withMissing(missing)
                .withStandardize(standardize)
                .withSeed(seed)
                .withBudget(memory);
    }

    /// What one or several texts name: a generated set, or files and all that patterns match.
    static Source source(List<String> texts) {
        if (texts.contains("")) {
            throw new FletchingException(
                    Kind.USER, "data-option", "DATA has no value; expected a file, glyphs or spirals.");
        }
        if (texts.size() == 1) {
            return Source.parse(texts.getFirst());
        }
        List<Path> paths = new ArrayList<>();
        for (String text : texts) {
            switch (Source.file(text)) {
                case Source.File(Path path)
                when Source.GENERATED.contains(text) && !Files.exists(path) ->
                    throw new FletchingException(
                            Kind.USER,
                            "data-option",
                            "'" + text + "' is a generated set; expected it alone, or files.");
                case Source.File(Path path) -> paths.add(path);
                case Source.Files(String _, List<Path> matching) -> paths.addAll(matching);
                case Source other -> throw new IllegalStateException(text + " is " + other);
            }
        }
        return new Source.Files(texts.getFirst() + " and " + (texts.size() - 1) + " more", paths);
    }

    /// What these flags came to.
    Recipe.Rows rows(RowSplit split) {
        boolean table = !label.isEmpty();
        boolean classifies = split.training().classification();
        return new Recipe.Rows(
                List.copyOf(data),
                labels == null ? null : labels.toString(),
                table ? label : null,
                table ? Choice.text(classifies ? LabelKind.CATEGORICAL : LabelKind.NUMERIC) : null,
                validation,
                List.copyOf(numeric),
                Choice.text(missing),
                standardize,
                split.training().rows(),
                split.validation().rows(),
                split.training().width(),
                split.training().classes(),
                classifies ? null : split.preparation().targetUnit());
    }
}
