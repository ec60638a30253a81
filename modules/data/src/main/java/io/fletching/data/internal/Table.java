package io.fletching.data.internal;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A table in a file, read forwards, block by block. Opening one reads its header or schema alone.
interface Table {

    /// What messages call it.
    String name();

    /// The columns, in the order of the file.
    List<Field> fields();

    /// Reads the rows from the first on; each scan starts anew and leaves nothing open, however it ends. How many rows
    /// a block has is the file's affair.
    ///
    /// @param wanted the fields to read; the cells of any other may be [Cells.Unread]
    /// @param each takes the blocks in row order, and may keep them: no array is used twice
    /// @throws io.fletching.spi.FletchingException where the file cannot be read, or ends too early, or is damaged
    void scan(Predicate<Field> wanted, Consumer<Block> each);
}
