package io.fletching.data;

import io.fletching.arrow.Memory;
import io.fletching.data.internal.Examples;
import io.fletching.data.internal.Loader;
import io.fletching.data.internal.Parts;
import io.fletching.data.internal.Preparer;

/// The way from a source to two sets of examples.
public final class Data {
    private Data() {}

    /// Reads or generates examples, keeps some for validation, and prepares both parts by what the training part says:
    /// numeric columns of a table, the label too, are standardised column by column, pixels by one mean and one
    /// deviation, categories become 0 and 1 for each value.
    ///
    /// @param memory where both parts are allocated, as regions of their own
    /// @throws FletchingException of kind `USER` for a wrong name, file or option, of kind `DATA` for content that
    ///     cannot be used; the message names row and column
    public static Split load(DataOptions options, Memory memory) {
        Examples all = Loader.load(options);
        Parts parts = options.validation() instanceof Validation.File(var path)
                ? Parts.of(all, Loader.validation(path, options, all))
                : Parts.of(all, options.validation(), options.seed());
        Preparer preparer = Preparer.fit(parts.training(), options.standardize());
        Dataset training = preparer.apply(parts.training(), memory, "training");
        try {
            return new Split(training, preparer.apply(parts.validation(), memory, "validation"));
        } catch (RuntimeException | Error e) {
            training.close();
            throw e;
        }
    }
}
