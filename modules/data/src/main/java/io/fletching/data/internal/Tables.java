package io.fletching.data.internal;

import io.fletching.spi.FletchingException;
import java.nio.file.Path;

/// Opens a table, whatever format it is in.
final class Tables {
    private Tables() {}

    /// The one place where a format meets its reader.
    ///
    /// @param format what the first bytes of the file, unpacked, say
    static Table open(Path path, Format format) {
        return switch (format) {
            case CSV -> CsvTable.open(path);
            case ARROW_FILE, ARROW_STREAM -> ArrowTable.open(path);
            case PARQUET -> ParquetTable.open(path);
            case IDX, UNKNOWN -> throw unreadable(path);
        };
    }

    /// The refusal of a file in a format that nobody here reads.
    static FletchingException unreadable(Path path) {
        return Fault.data(
                "data-format",
                "'" + path + "' is neither CSV in UTF-8, Arrow, Parquet nor IDX; these are the formats that are read.");
    }
}
