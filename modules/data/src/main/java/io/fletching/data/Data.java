package io.fletching.data;

import io.fletching.arrow.Memory;
import io.fletching.data.internal.Describer;
import io.fletching.data.internal.Loader;
import io.fletching.data.internal.Prediction;

/// The way from a source to two sets of examples.
public final class Data {
    private Data() {}

    /// Reads or generates examples, keeps some for validation, and prepares both parts by what the training part says:
    /// numeric columns of a table, the label too, are standardised column by column, pixels by one mean and one
    /// deviation, categories become 0 and 1 for each value.
    ///
    /// @param memory where both parts are allocated, as regions of their own
    /// @throws io.fletching.spi.FletchingException of kind `USER` for a wrong name, file or option, of kind `DATA` for
    ///     content that cannot be used; the message names row and column
    public static Split load(DataOptions options, Memory memory) {
        return Loader.of(options).inMemory(memory);
    }

    /// As [#load], but rows that need more memory than the options' budget are kept in two temporary files, with the
    /// same bits. Which of both it is, follows from the options and the data alone.
    ///
    /// @param memory where both parts are allocated, or what writing the files needs for a moment
    /// @throws io.fletching.spi.FletchingException as [#load], and of kind `USER` where the temporary files cannot be
    ///     written
    public static RowSplit open(DataOptions options, Memory memory) {
        Loader loaded = Loader.of(options);
        if (loaded.bytes() > options.budget()) {
            return loaded.inFiles(memory, options.temporary());
        }
        Split split = loaded.inMemory(memory);
        return new RowSplit(split.training(), split.validation());
    }

    /// Prepares rows to predict as the training rows were prepared, and hands them on in their order: one row in, one
    /// row out. Columns are found by name, and further ones are ignored; the label is handed on where there is one, and
    /// images need none. A missing value is what it was in training.
    ///
    /// @param preparation of the training rows
    /// @param unknown what a category is that the training rows did not have
    /// @param memory lends one batch
    /// @param batch how many rows are handed on at once, at least 1; the last may be fewer
    /// @return how many rows there were
    /// @throws io.fletching.spi.FletchingException of kind `USER` for a file or column that is not there, of kind
    ///     `DATA` for content that cannot be used; the message names row and column, and rows before it may have been
    ///     handed on
    public static long rows(
            Source source, Preparation preparation, Unknown unknown, Memory memory, int batch, RowBatches each) {
        return Prediction.of(source, preparation, unknown).forEach(memory, batch, each);
    }

    /// Says what a source holds, as it is: an empty cell, an infinite number or a text among numbers is counted
    /// here and not refused. One pass, in memory that does not grow with the rows.
    ///
    /// @param label the column whose values are counted as classes; empty for none, or for the one that images and
    ///     generated sets have
    /// @throws io.fletching.spi.FletchingException of kind `USER` for a file or column that is not there, of kind
    ///     `DATA` for a file that is damaged
    public static Description describe(Source source, String label) {
        return Describer.describe(source, label);
    }
}
