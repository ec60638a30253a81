package io.fletching.data;

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
/// by
///     default they do
/// @param seed decides which rows validate
public record DataOptions(
        Source source,
        String label,
        LabelKind labelKind,
        Validation validation,
        Set<String> numeric,
        Missing missing,
        boolean standardize,
        long seed) {

    public DataOptions {
        numeric = Set.copyOf(numeric);
    }

    /// The defaults.
    public static DataOptions of(Source source) {
        return new DataOptions(source, "", LabelKind.AUTO, Validation.DEFAULT, Set.of(), Missing.ERROR, true, 0);
    }

    public DataOptions withSource(Source other) {
        return new DataOptions(other, label, labelKind, validation, numeric, missing, standardize, seed);
    }

    public DataOptions withLabel(String column) {
        return new DataOptions(source, column, labelKind, validation, numeric, missing, standardize, seed);
    }

    public DataOptions withLabelKind(LabelKind kind) {
        return new DataOptions(source, label, kind, validation, numeric, missing, standardize, seed);
    }

    public DataOptions withValidation(Validation rows) {
        return new DataOptions(source, label, labelKind, rows, numeric, missing, standardize, seed);
    }

    public DataOptions withNumeric(Set<String> columns) {
        return new DataOptions(source, label, labelKind, validation, columns, missing, standardize, seed);
    }

    public DataOptions withMissing(Missing policy) {
        return new DataOptions(source, label, labelKind, validation, numeric, policy, standardize, seed);
    }

    public DataOptions withStandardize(boolean on) {
        return new DataOptions(source, label, labelKind, validation, numeric, missing, on, seed);
    }

    public DataOptions withSeed(long number) {
        return new DataOptions(source, label, labelKind, validation, numeric, missing, standardize, number);
    }
}
