package io.fletching.data.internal;

import io.fletching.data.Missing;
import io.fletching.data.Unknown;

/// How the cells of a column are taken, apart from what they hold.
///
/// @param label whether the column is predicted: then no cell may be empty
/// @param missing what an empty cell of a feature is
/// @param cure what to do about an empty number, beside filling it
/// @param unseen why a category that is not known is refused, to follow its value
/// @param ignoreUnseen whether such a category is none instead
record ReadRule(boolean label, Missing missing, String cure, String unseen, boolean ignoreUnseen) {

    /// Rows of the training file, or of one like it.
    static ReadRule training(boolean label, Missing missing) {
        return new ReadRule(
                label,
                label ? Missing.ERROR : missing,
                "add --missing mean",
                "a value that the training file does not have.",
                false);
    }

    /// Rows to predict.
    static ReadRule prediction(Missing missing, Unknown unknown) {
        return new ReadRule(
                false,
                missing,
                "train with --missing mean",
                "a value that the training rows did not have. Correct it, or add --unknown ignore.",
                unknown == Unknown.IGNORE);
    }
}
