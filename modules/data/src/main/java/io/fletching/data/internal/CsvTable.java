package io.fletching.data.internal;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// A table in CSV (RFC 4180): UTF-8, commas, a header row. Blanks around names and values do not count.
final class CsvTable implements Table {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /// How many cells a block has, about.
    private static final int CELLS = 65_536;

    private final Path path;
    private final List<Field> fields;

    private CsvTable(Path path, List<Field> fields) {
        this.path = path;
        this.fields = List.copyOf(fields);
    }

    /// Reads the header.
    static CsvTable open(Path path) {
        List<String> header = parse(path, records -> header(path, records));
        return new CsvTable(
                path,
                header.stream()
                        .map(name -> Field.of(name, Field.Type.OPEN, "text"))
                        .toList());
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public void scan(Predicate<Field> wanted, Consumer<Block> each) {
        boolean[] read = new boolean[fields.size()];
        for (int i = 0; i < read.length; i++) {
            read[i] = wanted.test(fields.get(i));
        }
        parse(path, records -> {
            records.next();
            int most = Math.max(1, CELLS / fields.size());
            for (long row = 0; records.hasNext(); row += most) {
                each.accept(block(row, most, records, read));
            }
            return fields;
        });
    }

    private Block block(long firstRow, int most, Iterator<CsvRecord> records, boolean[] read) {
        String[][] texts = new String[fields.size()][];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = new String[read[i] ? most : 0];
        }
        long[] lines = new long[most];
        int rows = 0;
        for (; rows < most && records.hasNext(); rows++) {
            CsvRecord cells = records.next();
            lines[rows] = cells.getStartingLineNumber();
            if (cells.getFieldCount() != texts.length) {
                throw Fault.data(
                        "data-ragged-row",
                        "'" + path + "', row " + (firstRow + rows + 1) + " (line " + lines[rows] + "): expected "
                                + texts.length + " cells, as in the header, got " + cells.getFieldCount() + ".");
            }
            for (int i = 0; i < texts.length; i++) {
                if (read[i]) {
                    texts[i][rows] = cells.getField(i).strip();
                }
            }
        }
        List<Cells> columns = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            columns.add(read[i] ? new Cells.Texts(Arrays.copyOf(texts[i], rows)) : new Cells.Unread());
        }
        return new Block(path.toString(), firstRow, rows, columns, Arrays.copyOf(lines, rows));
    }

    private static <T> T parse(Path path, Function<Iterator<CsvRecord>, T> use) {
        return InputFile.read(path, (in, _) -> {
            skipByteOrderMark(in);
            // A decoder of its own refuses bytes that are not UTF-8, where a charset would replace them.
            var text = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
            try (var csv = CsvReader.builder()
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .allowUnclosedQuote(false)
                    .ofCsvRecord(text)) {
                return use.apply(csv.iterator());
            } catch (UncheckedIOException e) {
                throw e.getCause();
            } catch (CsvParseException e) {
                throw new FletchingException(
                        Kind.DATA, "data-csv", "'" + path + "' is not proper CSV: " + e.getMessage() + ".", e);
            }
        });
    }

    private static void skipByteOrderMark(InputStream in) throws IOException {
        in.mark(BYTE_ORDER_MARK.length);
        if (!Arrays.equals(in.readNBytes(BYTE_ORDER_MARK.length), BYTE_ORDER_MARK)) {
            in.reset();
        }
    }

    private static List<String> header(Path path, Iterator<CsvRecord> records) {
        if (!records.hasNext()) {
            throw Fault.data("data-empty", "'" + path + "' is empty; expected a header row and rows below it.");
        }
        List<String> header =
                records.next().getFields().stream().map(String::strip).toList();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            if (name.isBlank()) {
                throw Fault.data(
                        "data-header",
                        "'" + path + "', header: column " + (i + 1) + " has no name. Name or remove it.");
            }
            if (!seen.add(name)) {
                throw Fault.data(
                        "data-header", "'" + path + "', header: two columns are named '" + name + "'. Rename one.");
            }
        }
        return header;
    }
}
