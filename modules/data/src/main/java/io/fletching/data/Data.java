package io.fletching.data;

import io.fletching.arrow.Memory;
import io.fletching.data.internal.Loader;

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
        return Loader.of(options).inMemory(memory);
    }

    /// As [#load], but rows that need more memory than the options' budget are kept in two temporary files, with the
    /// same bits. Which of both it is, follows from the options and the data alone.
    ///
    /// @param memory where both parts are allocated, or what writing the files needs for a moment
    /// @throws FletchingException as [#load], and of kind `USER` where the temporary files cannot be written
    public static RowSplit open(DataOptions options, Memory memory) {
        Loader loaded = Loader.of(options);
        if (loaded.bytes() > options.budget()) {
            return loaded.inFiles(memory, options.temporary());
        }
        Split split = loaded.inMemory(memory);
        return new RowSplit(split.training(), split.validation());
    }
}
