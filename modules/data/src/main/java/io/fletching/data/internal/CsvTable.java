package io.fletching.data.internal;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.fletching.data.DataOptions;
import io.fletching.data.Missing;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Tables in CSV (RFC 4180): UTF-8, commas, a header row. Blanks around names and values do not count.
final class CsvTable {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final String file;
    private final List<String> header;
    private final Iterator<CsvRecord> records;

    private CsvTable(String file, Iterator<CsvRecord> records) {
        this.file = file;
        this.records = records;
        if (!records.hasNext()) {
            throw Fault.data("data-empty", "'" + file + "' is empty; expected a header row and rows below it.");
        }
        this.header = records.next().getFields().stream().map(String::strip).toList();
        checkHeader();
    }

    /// Reads a table whose columns say themselves what they are.
    static Examples read(String file, InputStream in, DataOptions options) throws IOException {
        return parse(in, file, table -> {
            table.checkNames(options);
            return table.examples(options.label(), table.read(name -> reader(file, name, options)));
        });
    }

    /// Reads a table whose columns are those of an earlier one, in any order.
    static Examples readLike(String file, InputStream in, Missing missing, Examples first, List<RawColumn> columns)
            throws IOException {
        String label = first.target().name();
        return parse(in, file, table -> {
            table.checkSame(
                    first.source(), columns.stream().map(RawColumn::name).toList());
            List<RawColumn> read = table.read(name -> {
                ColumnReader reader = ColumnReader.like(file, named(columns, name));
                return name.equals(label) ? reader : reader.allowing(missing);
            });
            List<RawColumn> ordered =
                    columns.stream().map(column -> named(read, column.name())).toList();
            return table.examples(label, ordered);
        });
    }

    private static Examples parse(InputStream in, String file, Function<CsvTable, Examples> read) throws IOException {
        skipByteOrderMark(in);
        // A decoder of its own refuses bytes that are not UTF-8, where a charset would replace them.
        var text = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
        try (var csv = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .ofCsvRecord(text)) {
            return read.apply(new CsvTable(file, csv.iterator()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            throw new FletchingException(
                    Kind.DATA, "data-csv", "'" + file + "' is not proper CSV: " + e.getMessage() + ".", e);
        }
    }

    private static void skipByteOrderMark(InputStream in) throws IOException {
        in.mark(BYTE_ORDER_MARK.length);
        if (!Arrays.equals(in.readNBytes(BYTE_ORDER_MARK.length), BYTE_ORDER_MARK)) {
            in.reset();
        }
    }

    private static ColumnReader reader(String file, String name, DataOptions options) {
        if (name.equals(options.label())) {
            return switch (options.labelKind()) {
                case CATEGORICAL -> ColumnReader.categorical(file, name);
                case NUMERIC -> ColumnReader.numeric(file, name, "the label was chosen to be numeric");
                case AUTO -> byName(file, name, options);
            };
        }
        return byName(file, name, options).allowing(options.missing());
    }

    private static ColumnReader byName(String file, String name, DataOptions options) {
        return options.numeric().contains(name)
                ? ColumnReader.numeric(file, name, "--numeric names the column")
                : ColumnReader.open(file, name);
    }

    private List<RawColumn> read(Function<String, ColumnReader> reader) {
        List<ColumnReader> readers = header.stream().map(reader).toList();
        int row = 0;
        while (records.hasNext()) {
            CsvRecord cells = records.next();
            row++;
            if (cells.getFieldCount() != readers.size()) {
                throw Fault.data(
                        "data-ragged-row",
                        "'" + file + "', row " + row + " (line " + cells.getStartingLineNumber() + "): expected "
                                + readers.size() + " cells, as in the header, got " + cells.getFieldCount() + ".");
            }
            for (int i = 0; i < readers.size(); i++) {
                readers.get(i).add(cells.getField(i), row, cells.getStartingLineNumber());
            }
        }
        if (row == 0) {
            throw Fault.data("data-no-rows", "'" + file + "' has a header and no rows.");
        }
        return readers.stream().map(ColumnReader::finish).toList();
    }

    private Examples examples(String label, List<RawColumn> columns) {
        List<RawColumn> inputs = new ArrayList<>(columns);
        RawColumn target = named(columns, label);
        inputs.remove(target);
        return new Examples(file, new Examples.Columns(inputs), target);
    }

    private static RawColumn named(List<RawColumn> columns, String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void checkHeader() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            if (name.isBlank()) {
                throw Fault.data(
                        "data-header",
                        "'" + file + "', header: column " + (i + 1) + " has no name. Name or remove it.");
            }
            if (!seen.add(name)) {
                throw Fault.data(
                        "data-header", "'" + file + "', header: two columns are named '" + name + "'. Rename one.");
            }
        }
        if (header.size() == 1) {
            throw Fault.data(
                    "data-header",
                    "'" + file + "' has one column, '" + header.getFirst()
                            + "'; expected the label and at least one more, separated by commas.");
        }
    }

    private void checkNames(DataOptions options) {
        if (options.label().isEmpty()) {
            throw Fault.user(
                    "data-no-label",
                    "'" + file + "' needs a label: say which column to predict with --label NAME. Columns: " + header
                            + ".");
        }
        checkColumn(options.label(), "to predict");
        options.numeric().stream().sorted().forEach(name -> checkColumn(name, "to read as numbers"));
    }

    private void checkColumn(String name, String what) {
        if (!header.contains(name)) {
            throw FletchingException.unknown(
                    Kind.USER,
                    "data-unknown-column",
                    "'" + file + "' has no column '" + name + "' " + what + ".",
                    name,
                    "Columns",
                    header);
        }
    }

    private void checkSame(String first, List<String> expected) {
        for (String name : expected) {
            if (!header.contains(name)) {
                throw different("lacks the column '" + name + "' of '" + first + "'", expected);
            }
        }
        for (String name : header) {
            if (!expected.contains(name)) {
                throw different("has a column '" + name + "' that '" + first + "' lacks", expected);
            }
        }
    }

    private FletchingException different(String what, List<String> expected) {
        return Fault.data("data-columns", "'" + file + "' " + what + "; expected the columns " + expected + ".");
    }
}
