package io.fletching.data;

import io.fletching.spi.FletchingException;
import java.nio.file.Path;
import java.util.Set;

/// What to load and how. Immutable; each `with` answers a changed copy.
///
/// @param source where the examples come from
/// @param label the column of a table to predict; empty for images and generated sets, which bring their labels
/// @param labelKind whether the label is a number or a class; by default its first value says so
/// @param validation which examples validate; by default a fifth, drawn with the seed
/// @param numeric columns of a table that are numeric whatever their first value is
/// @param missing what an empty cell of a table means; by default a mistake
/// @param standardize whether numeric features and a numeric label get mean 0 and deviation 1 over the training rows;
///     by default they do
/// @param seed decides which rows validate
/// @param budget how many bytes of memory reading may fill, at least 1; 1 GiB by default. [Data#open] keeps prepared
///     rows that need more in temporary files; and a quarter of it, at most, spares a table from being parsed again
/// @param temporary the folder of temporary files; the JVM's by default
public record DataOptions(
        Source source,
        String label,
        LabelKind labelKind,
        Validation validation,
        Set<String> numeric,
        Missing missing,
        boolean standardize,
        long seed,
        long budget,
        Path temporary) {
    private static final long GIB = 1L << 30;

    public DataOptions {
        numeric = Set.copyOf(numeric);
        if (budget < 1) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "data-option",
                    "The memory for data is '" + budget + "' bytes; expected at least 1.");
        }
    }

    /// The defaults.
    public static DataOptions of(Source source) {
        return new DataOptions(
                source,
                "",
                LabelKind.AUTO,
                Validation.DEFAULT,
                Set.of(),
                Missing.ERROR,
                true,
                0,
                GIB,
                Path.of(System.getProperty("java.io.tmpdir")));
    }

    public DataOptions withSource(Source other) {
        return new DataOptions(
                other, label, labelKind, validation, numeric, missing, standardize, seed, budget, temporary);
    }

    public DataOptions withLabel(String column) {
        return new DataOptions(
                source, column, labelKind, validation, numeric, missing, standardize, seed, budget, temporary);
    }

    public DataOptions withLabelKind(LabelKind kind) {
        return new DataOptions(source, label, kind, validation, numeric, missing, standardize, seed, budget, temporary);
    }

    public DataOptions withValidation(Validation rows) {
        return new DataOptions(source, label, labelKind, rows, numeric, missing, standardize, seed, budget, temporary);
    }

    public DataOptions withNumeric(Set<String> columns) {
        return new DataOptions(
                source, label, labelKind, validation, columns, missing, standardize, seed, budget, temporary);
    }

    public DataOptions withMissing(Missing policy) {
        return new DataOptions(
                source, label, labelKind, validation, numeric, policy, standardize, seed, budget, temporary);
    }

    public DataOptions withStandardize(boolean on) {
        return new DataOptions(source, label, labelKind, validation, numeric, missing, on, seed, budget, temporary);
    }

    public DataOptions withSeed(long number) {
        return new DataOptions(
                source, label, labelKind, validation, numeric, missing, standardize, number, budget, temporary);
    }

    public DataOptions withBudget(long bytes) {
        return new DataOptions(
                source, label, labelKind, validation, numeric, missing, standardize, seed, bytes, temporary);
    }

    public DataOptions withTemporary(Path folder) {
        return new DataOptions(
                source, label, labelKind, validation, numeric, missing, standardize, seed, budget, folder);
    }
}
