package io.fletching.data.internal;

import io.fletching.spi.FletchingException;
import java.nio.file.Path;

/// Where a batch of a Parquet column is, for messages.
record ParquetPlace(Path path, String column, long firstRow) {
    /// @param row within the batch
    FletchingException fault(String code, int row, String what) {
        return Fault.data(code, "'" + path + "', row " + (firstRow + row + 1) + ", column '" + column + "': " + what);
    }
}
