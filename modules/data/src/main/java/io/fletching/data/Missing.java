package io.fletching.data;

/// What an empty cell means.
public enum Missing {
    /// A mistake: the row and column are named.
    ERROR,
    /// In a numeric column, the mean of the training rows; in a categorical column or the label, still a mistake.
    MEAN
}
