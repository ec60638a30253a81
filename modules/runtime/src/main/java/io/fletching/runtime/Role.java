package io.fletching.runtime;

/// What a parameter is for, which groups can go by.
public enum Role {
    /// What inputs are multiplied by, and all that is none of the others.
    WEIGHT,

    /// What is added.
    BIAS,

    /// Scale or shift of a normalizer.
    NORM
}
