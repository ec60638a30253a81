package io.fletching.cli;

import io.fletching.arrow.ArrowWriter.Cells;
import io.fletching.arrow.ArrowWriter.Column;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/// CSV with a header, on a stream that stays open. A number is the shortest text that reads as the same number.
final class CsvOutput implements TableOutput {
    private final PrintWriter out;
    private final String header;
    private boolean begun;

    /// Not all could be written: the disk is full, or the reader has gone.
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    CsvOutput(PrintWriter out, List<Column> columns) {
        this.out = out;
        this.header = columns.stream().map(column -> quoted(column.name())).collect(Collectors.joining(",")) + "\n";
    }

    @Override
    public void write(List<Cells> cells) {
        var text = new StringBuilder();
        int rows = rows(cells.getFirst());
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < cells.size(); column++) {
                text.append(column == 0 ? "" : ",").append(text(cells.get(column), row));
            }
            text.append('\n');
        }
        print(text.toString());
    }

    /// With the header before the first rows, so that nothing is written where the rows cannot be read.
    private void print(String text) {
        out.print(begun ? text : header + text);
        begun = true;
        if (out.checkError()) {
            throw new Lost();
        }
    }

    private static int rows(Cells cells) {
        return switch (cells) {
            case Cells.Texts texts -> texts.values().length;
            case Cells.Doubles doubles -> doubles.values().length;
            case Cells.Floats floats -> floats.values().length;
            case Cells.Longs longs -> longs.values().length;
        };
    }

    private static String text(Cells cells, int row) {
        return switch (cells) {
            case Cells.Texts texts -> quoted(texts.values()[row]);
            case Cells.Doubles doubles -> plain(Double.toString(doubles.values()[row]));
            case Cells.Floats floats -> plain(Float.toString(floats.values()[row]));
            case Cells.Longs longs -> Long.toString(longs.values()[row]);
        };
    }

    /// `210000` for `2.1E5`.
    private static String plain(String number) {
        return Character.isLetter(number.charAt(number.length() - 1))
                ? number
                : new BigDecimal(number).stripTrailingZeros().toPlainString();
    }

    private static String quoted(String text) {
        return text.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0) ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    @Override
    public void finish() {
        print("");
    }

    @Override
    public void close() {
        out.flush();
    }
}
