package io.fletching.cli;

import io.fletching.arrow.ArrowWriter.Cells;
import io.fletching.arrow.ArrowWriter.Column;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// CSV in a file that gets its name when it is complete.
final class CsvFile implements TableOutput {
    private final Path file;
    private final Path part;
    private final PrintWriter writer;
    private final CsvOutput csv;

    CsvFile(Path file, List<Column> columns) {
        this.file = file;
        this.part = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            writer = new PrintWriter(Files.newBufferedWriter(part, StandardOpenOption.CREATE_NEW));
        } catch (IOException refused) {
            throw refusal(refused);
        }
        csv = new CsvOutput(writer, columns);
    }

    @Override
    public void write(List<Cells> cells) {
        tryTo(() -> csv.write(cells));
    }

    private void tryTo(Runnable writing) {
        try {
            writing.run();
        } catch (CsvOutput.Lost full) {
            throw refusal(new IOException("the disk is full", full));
        }
    }

    @Override
    public void finish() {
        tryTo(csv::finish);
        writer.close();
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException refused) {
            throw refusal(refused);
        }
    }

    @Override
    public void close() {
        writer.close();
        try {
            Files.deleteIfExists(part);
        } catch (IOException refused) {
            throw refusal(refused);
        }
    }

    private FletchingException refusal(IOException cause) {
        return new FletchingException(
                Kind.USER,
                "file-unwritable",
                "The predictions cannot be written to '" + file + "': " + RunFolder.reason(cause)
                        + "; choose another place with '--out FILE'.",
                cause);
    }
}
