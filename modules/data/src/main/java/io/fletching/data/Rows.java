package io.fletching.data;

import io.fletching.spi.Tensor;
import java.util.List;

/// Prepared examples, wherever they lie: in memory, as a [Dataset], or in a temporary file that [Data#open] made
/// because they need more memory than they may have. The same rows have the same bits in both. The caller closes
/// it.
///
/// The order is that of the source. Shuffling is not done here: the network library (`io.fletching.nn`) visits
/// rows that fit its window in an order drawn for each epoch, and others by a windowed shuffle, which its
/// `Training` documents.
///
/// Not for several threads at once.
public interface Rows extends AutoCloseable {
    long rows();

    /// What was done to the raw columns.
    Preparation preparation();

    /// Copies rows of the source's order.
    ///
    /// @param first the first row
    /// @param count how many
    /// @param features F32, `[n, width]`
    /// @param targets as [Dataset#targets()] are: I32 `[n]` for classes, F32 `[n, 1]` for numbers
    /// @param at the row of both tensors that the first row becomes
    /// @throws IndexOutOfBoundsException for rows that are not here, or that the tensors have no room for
    /// @throws io.fletching.spi.FletchingException where a temporary file cannot be read
    void read(long first, long count, Tensor features, Tensor targets, long at);

    /// The number of features of a row.
    default long width() {
        return preparation().width();
    }

    /// Whether classes are predicted, and not numbers.
    default boolean classification() {
        return preparation().target() instanceof Preparation.Classes;
    }

    /// The names of the classes in the order of their codes; none for regression.
    default List<String> classes() {
        return preparation().target() instanceof Preparation.Classes classes ? classes.values() : List.of();
    }

    /// Gives back the memory or the temporary file.
    @Override
    void close();
}
