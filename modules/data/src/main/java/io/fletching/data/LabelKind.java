package io.fletching.data;

/// What the label of a table is.
public enum LabelKind {
    /// Numeric where its first value is a number, else categorical.
    AUTO,
    /// A number to predict: regression.
    NUMERIC,
    /// A class to predict, also where it is written as a number, such as 0 and 1.
    CATEGORICAL
}
