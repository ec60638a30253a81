package io.fletching.data.internal;

import io.fletching.spi.FletchingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Opens a table, whatever format it is in.
final class Tables {
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private Tables() {}

    /// The one place where a format meets its reader.
    ///
    /// @param format what the first bytes of the file, unpacked, say
    static Table open(Path path, Format format) {
        return switch (format) {
            case CSV -> CsvTable.open(path);
            case ARROW_FILE, ARROW_STREAM -> ArrowTable.open(plain(path, "Arrow"));
            case PARQUET -> ParquetTable.open(plain(path, "Parquet"));
            case IDX, UNKNOWN -> throw unreadable(path);
        };
    }

    /// A file of a format that is read here and there, and so cannot be unpacked on the way.
    private static Path plain(Path path, String format) {
        try (InputStream in = Files.newInputStream(path)) {
            if (in.read() == GZIP_FIRST && in.read() == GZIP_SECOND) {
                throw Fault.data(
                        "data-format",
                        "'" + path + "' is " + format + " within gzip, which is not read. Unpack it with gunzip; "
                                + format + " compresses its columns itself.");
            }
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The refusal of a file in a format that nobody here reads.
    static FletchingException unreadable(Path path) {
        return Fault.data(
                "data-format",
                "'" + path + "' is neither CSV in UTF-8, Arrow, Parquet nor IDX; these are the formats that are read.");
    }
}
