package io.fletching.data;

/// What a category is that the training rows did not have.
public enum Unknown {
    /// A mistake: row, column and value are named, with the nearest value.
    ERROR,
    /// None of the known categories: all its features are 0.
    IGNORE
}
