package io.fletching.cli;

import io.fletching.data.DataOptions;
import io.fletching.data.LabelKind;
import io.fletching.data.Missing;
import io.fletching.data.Source;
import io.fletching.data.Split;
import io.fletching.data.Validation;
import java.nio.file.Path;
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
            arity = "0..1",
            paramLabel = "DATA",
            defaultValue = "glyphs",
            converter = Texts.Data.class,
            description = {
                "A table: CSV with a header, commas and UTF-8; images: IDX with their labels in the file beside them"
                        + " (images-idx3-ubyte, labels-idx1-ubyte); each plain or gzip. Or a generated set: glyphs,"
                        + " digits drawn as strokes, or spirals, three arms in the plane. Default: ${DEFAULT-VALUE}."
            })
    String data;

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

    /// @param seed draws the validation rows
    DataOptions options(long seed) {
        Source source = Source.parse(data);
        return DataOptions.of(labels == null ? source : source.withLabels(labels))
                .withLabel(label)
                .withLabelKind(labelType)
                .withValidation(Validation.parse(validation))
                .withNumeric(numeric)
                .withMissing(missing)
                .withStandardize(standardize)
                .withSeed(seed);
    }

    /// What these flags came to.
    Recipe.Rows rows(Split split) {
        boolean table = !label.isEmpty();
        boolean classifies = split.training().classification();
        return new Recipe.Rows(
                data,
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
