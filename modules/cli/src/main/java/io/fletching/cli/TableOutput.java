package io.fletching.cli;

import io.fletching.arrow.ArrowWriter;
import io.fletching.arrow.ArrowWriter.Cells;
import io.fletching.arrow.ArrowWriter.Column;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Takes a table, batch by batch. A file is there when all of it is, and not before.
interface TableOutput extends AutoCloseable {
    /// Takes the next rows: for each column as many cells.
    void write(List<Cells> cells);

    /// Completes what was written.
    void finish();

    /// Gives up what is not complete.
    @Override
    void close();

    /// A file, in the format that its name asks for, or CSV on standard output where there is none.
    ///
    /// @throws FletchingException of kind `USER` for a name that ends in neither `.csv` nor `.arrow`, or a place where
    ///     nothing can be written
    static TableOutput to(@Nullable Path file, List<Column> columns, PrintWriter out) {
        if (file == null) {
            return new CsvOutput(out, columns);
        }
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return new CsvFile(file, columns);
        }
        if (name.endsWith(".arrow")) {
            return new ArrowFile(ArrowWriter.file(file, columns));
        }
        throw new FletchingException(
                Kind.USER,
                "output-format",
                "Option '--out' is '" + file + "'; expected a file whose name ends in .csv or .arrow.");
    }

    /// An Arrow file.
    record ArrowFile(ArrowWriter writer) implements TableOutput {
        @Override
        public void write(List<Cells> cells) {
            writer.write(cells);
        }

        @Override
        public void finish() {
            writer.finish();
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
