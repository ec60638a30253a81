package io.fletching.arrow;

import io.fletching.arrow.internal.IpcInput;
import io.fletching.arrow.internal.IpcTable;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// A table in Arrow's IPC format, as a file or as a stream that was written to one.
///
/// It is read forwards, some thousand rows at a time and only the columns that are asked for: what a scan holds in
/// memory depends on neither the number of rows nor on the size of the record batches, save that the values of
/// dictionaries are held whole. Nothing is taken from an Arrow allocator. Lengths, offsets and counts are checked
/// against the file before they are believed, so that damage is one error.
///
/// Read are integers, floats (16, 32, 64 bits), decimals, booleans, texts (`utf8`, `large_utf8`, `utf8_view`),
/// dictionaries of all these, and fixed-size lists of numbers, also as `arrow.fixed_shape_tensor`; buffers may be
/// compressed by LZ4 (with `at.yawk.lz4:lz4-java` beside this module) or ZSTD (with `com.github.luben:zstd-jni`).
public final class ArrowFile {
    private final IpcTable table;

    private ArrowFile(IpcTable table) {
        this.table = table;
    }

    /// Whether content that starts with these bytes is Arrow IPC.
    public static boolean startsLike(byte[] head) {
        return IpcInput.startsLike(head);
    }

    /// Opens a file: reads its schema alone. Nothing remains open.
    ///
    /// @throws io.fletching.spi.FletchingException of kind `DATA` and code `data-arrow` where the content is damaged
    ///     or cut off, of kind `USER` and code `data-unreadable` where the file cannot be read
    public static ArrowFile open(Path path) {
        return new ArrowFile(IpcTable.open(path));
    }

    /// The columns in the order of the file.
    public List<ArrowColumn> columns() {
        return table.columns();
    }

    /// Reads all rows in order.
    ///
    /// @param columns the positions of the columns to read: at least one, none twice
    /// @throws io.fletching.spi.FletchingException of kind `DATA`, as [#open]; with code `data-arrow-type` for a column
    ///     of type [ArrowColumn.Type#OTHER], with code `data-arrow-codec` where the library of a compression is missing
    public void scan(int[] columns, Consumer<ArrowRows> each) {
        table.scan(columns, each);
    }
}
