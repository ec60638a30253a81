package io.fletching.data.internal;

import io.fletching.data.Missing;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Takes the cells of one column of a table, one after another, and refuses those that do not fit it.
final class ColumnReader {
    /// More categories than this are taken for a mistake: each would become a feature.
    private static final int MOST_CATEGORIES = 1_000;

    private enum Type {
        OPEN,
        NUMERIC,
        CATEGORICAL
    }

    private final String file;
    private final String name;
    private final boolean frozen;
    private final Map<String, Integer> categories = new LinkedHashMap<>();
    private boolean label = true;
    private Missing missing = Missing.ERROR;
    private Type type;
    private String reason;
    private double[] values = {};
    private int[] codes = {};
    private int rows;

    private ColumnReader(String file, String name, Type type, String reason, List<String> known) {
        this.file = file;
        this.name = name;
        this.type = type;
        this.reason = reason;
        this.frozen = !known.isEmpty();
        known.forEach(value -> categories.put(value, categories.size()));
    }

    /// A column whose first value decides what it is.
    static ColumnReader open(String file, String name) {
        return new ColumnReader(file, name, Type.OPEN, "", List.of());
    }

    /// @param reason why the column is numeric, to follow "expected a number, because"
    static ColumnReader numeric(String file, String name, String reason) {
        return new ColumnReader(file, name, Type.NUMERIC, reason, List.of());
    }

    static ColumnReader categorical(String file, String name) {
        return new ColumnReader(file, name, Type.CATEGORICAL, "it was chosen to be", List.of());
    }

    /// A column that holds what a column of an earlier file holds.
    static ColumnReader like(String file, RawColumn first) {
        return switch (first) {
            case RawColumn.Numbers numbers ->
                numeric(file, numbers.name(), "the column is numeric in the training file");
            case RawColumn.Codes codes -> new ColumnReader(file, codes.name(), Type.CATEGORICAL, "", codes.values());
        };
    }

    /// Takes a column for a feature, which may have a rule for empty cells; a label may not.
    ColumnReader allowing(Missing rule) {
        label = false;
        missing = rule;
        return this;
    }

    /// @param row 1 is the first row below the header
    /// @param line 1 is the first line of the file
    void add(String text, int row, long line) {
        String cell = text.strip();
        boolean empty = cell.isEmpty();
        if (empty && (missing == Missing.ERROR || type == Type.CATEGORICAL)) {
            throw empty(row, line);
        }
        if (!empty && type == Type.OPEN) {
            decide(cell, row);
        }
        if (type == Type.CATEGORICAL) {
            addCategory(cell, row, line);
        } else {
            addNumber(empty ? Double.NaN : number(cell, row, line));
        }
        rows++;
    }

    private void decide(String first, int row) {
        boolean numeric = Numerals.isNumber(first) || Numerals.isNotFinite(first);
        type = numeric ? Type.NUMERIC : Type.CATEGORICAL;
        reason = "its first value is '" + first + "'";
        if (!numeric && rows > 0) {
            throw Fault.data(
                    "data-empty-cell",
                    "'" + file + "', row 1, column '" + name + "' is empty, and the column is categorical, because "
                            + reason + " in row " + row + ". Fill the cell: --missing mean replaces numbers alone.");
        }
    }

    private void addNumber(double value) {
        if (rows == values.length) {
            values = Arrays.copyOf(values, larger());
        }
        values[rows] = value;
    }

    private void addCategory(String cell, int row, long line) {
        Integer code = categories.get(cell);
        if (code == null) {
            if (frozen) {
                throw FletchingException.unknown(
                        Kind.DATA,
                        "data-unknown-category",
                        place(row, line) + " is '" + cell + "', a value that the training file does not have.",
                        cell,
                        "Values",
                        categories.keySet());
            }
            if (categories.size() == MOST_CATEGORIES) {
                throw Fault.data(
                        "data-categories",
                        "'" + file + "', column '" + name + "' is categorical, because " + reason
                                + ", and has more than " + MOST_CATEGORIES
                                + " different values. If it holds numbers, add --numeric " + name
                                + "; if it tells rows apart, remove it.");
            }
            code = categories.size();
            categories.put(cell, code);
        }
        if (rows == codes.length) {
            codes = Arrays.copyOf(codes, larger());
        }
        codes[rows] = code;
    }

    private int larger() {
        return Math.max(64, Math.multiplyExact(rows, 2));
    }

    private double number(String cell, int row, long line) {
        double value = Numerals.parse(cell);
        if (Double.isFinite(value)) {
            return value;
        }
        if (Double.isInfinite(value) || Numerals.isNotFinite(cell)) {
            throw Fault.data("data-not-finite", place(row, line) + " is '" + cell + "'; expected a finite number.");
        }
        throw Fault.data(
                "data-not-a-number",
                place(row, line) + " is '" + cell + "'; expected a number, because " + reason + ".");
    }

    private FletchingException empty(int row, long line) {
        if (label) {
            return Fault.data(
                    "data-empty-cell", place(row, line) + " is empty; expected a label. Fill it or remove the row.");
        }
        String cure = switch (type) {
            case CATEGORICAL -> "expected a category. Fill it: --missing mean replaces numbers alone.";
            case NUMERIC -> "expected a number. Fill it, or add --missing mean.";
            case OPEN -> "expected a value. Fill it, or add --missing mean where the column holds numbers.";
        };
        return Fault.data("data-empty-cell", place(row, line) + " is empty; " + cure);
    }

    private String place(int row, long line) {
        return "'" + file + "', row " + row + " (line " + line + "), column '" + name + "'";
    }

    RawColumn finish() {
        return switch (type) {
            case OPEN ->
                throw Fault.data("data-empty-cell", "'" + file + "', column '" + name + "' has no value in any row.");
            case NUMERIC -> new RawColumn.Numbers(name, Arrays.copyOf(values, rows));
            case CATEGORICAL -> {
                int[] used = Arrays.copyOf(codes, rows);
                List<String> known = new ArrayList<>(categories.keySet());
                yield frozen ? new RawColumn.Codes(name, used, known) : RawColumn.Codes.sorted(name, used, known);
            }
        };
    }
}
