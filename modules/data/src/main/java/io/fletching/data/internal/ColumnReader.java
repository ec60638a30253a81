package io.fletching.data.internal;

import io.fletching.data.DataOptions;
import io.fletching.data.LabelKind;
import io.fletching.data.Missing;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Takes the cells of one column of a table, block after block, and refuses those that do not fit it.
final class ColumnReader {
    /// More categories than this are taken for a mistake: each would become a feature.
    private static final int MOST_CATEGORIES = 1_000;

    private enum Type {
        OPEN,
        NUMERIC,
        LEVELS,
        CATEGORICAL
    }

    private final String name;
    private final List<Integer> shape;
    private final int size;
    private final ReadRule rule;
    private final boolean frozen;
    private final Map<String, Integer> categories = new LinkedHashMap<>();
    private Type type;
    private String reason;

    /// The first empty cell before any value, without its line; empty where there is none.
    private String firstEmpty = "";

    private ColumnReader(Field field, Type type, String reason, ReadRule rule, List<String> known) {
        this.name = field.name();
        this.shape = field.shape();
        this.size = field.size();
        this.type = type;
        this.reason = reason;
        this.rule = rule;
        this.frozen = !known.isEmpty();
        known.forEach(value -> categories.put(value, categories.size()));
    }

    /// A column that says itself what it is, or that the options say it of.
    ///
    /// @param file what messages call the table
    static ColumnReader of(String file, Field field, DataOptions options, boolean label) {
        ReadRule rule = ReadRule.training(label, options.missing());
        if (label && !field.shape().isEmpty()) {
            throw Fault.data(
                    "data-label",
                    "'" + file + "', column '" + field.name() + "' has a block of " + field.shape()
                            + " numbers in each row; expected a label, one value a row. Choose another with --label.");
        }
        if (label && options.labelKind() == LabelKind.CATEGORICAL) {
            requireMeaning(file, field);
            return new ColumnReader(field, Type.CATEGORICAL, "it was chosen to be", rule, List.of());
        }
        if (label && options.labelKind() == LabelKind.NUMERIC) {
            requireMeaning(file, field);
            return new ColumnReader(field, Type.NUMERIC, "the label was chosen to be numeric", rule, List.of());
        }
        if (options.numeric().contains(field.name()) && field.type() != Field.Type.LEVELS) {
            requireMeaning(file, field);
            return new ColumnReader(field, Type.NUMERIC, "--numeric names the column", rule, List.of());
        }
        return new ColumnReader(field, type(file, field), "its type is " + field.stored(), rule, List.of());
    }

    /// A column that is a class of those that are known beforehand.
    static ColumnReader ofClasses(Field field, List<String> classes) {
        return new ColumnReader(
                field, Type.CATEGORICAL, "it is a class", ReadRule.training(true, Missing.ERROR), classes);
    }

    /// A column that holds what a column of earlier rows holds.
    ///
    /// @param file what messages call the table
    /// @param source what they call the earlier rows
    static ColumnReader like(String file, Field field, Column first, String source, ReadRule rule) {
        requireMeaning(file, field);
        return switch (first) {
            case Column.Numbers numbers -> {
                requireShape(file, field, numbers.shape(), source);
                yield new ColumnReader(
                        field, Type.NUMERIC, "the column is numeric in the training file", rule, List.of());
            }
            case Column.Levels levels -> {
                requireShape(file, field, levels.shape(), source);
                yield new ColumnReader(field, type(file, field), "", rule, List.of());
            }
            case Column.Categories known -> {
                requireShape(file, field, List.of(), source);
                yield new ColumnReader(field, Type.CATEGORICAL, "", rule, known.values());
            }
        };
    }

    private static Type type(String file, Field field) {
        return switch (field.type()) {
            case OPEN -> Type.OPEN;
            case NUMBER -> Type.NUMERIC;
            case LEVELS -> Type.LEVELS;
            case TEXT -> Type.CATEGORICAL;
            case OTHER -> throw noMeaning(file, field);
        };
    }

    private static void requireMeaning(String file, Field field) {
        if (field.type() == Field.Type.OTHER) {
            throw noMeaning(file, field);
        }
    }

    private static FletchingException noMeaning(String file, Field field) {
        return Fault.data(
                "data-type",
                "'" + file + "', column '" + field.name() + "' is of type " + field.stored()
                        + "; expected numbers, texts or booleans. Leave the column out of the file, or cast it.");
    }

    private static void requireShape(String file, Field field, List<Integer> shape, String source) {
        if (!field.shape().equals(shape)) {
            String what = field.type() == Field.Type.LEVELS
                    ? "holds images of " + field.shape()
                    : "has cells of shape " + field.shape() + " in column '" + field.name() + "'";
            throw Fault.data(
                    "data-shape", "'" + file + "' " + what + "; expected " + shape + ", as in '" + source + "'.");
        }
    }

    /// The values of a block.
    ///
    /// @param readers one a column
    static Decoded decode(List<ColumnReader> readers, Block block) {
        List<Decoded.Values> values = new ArrayList<>();
        for (int i = 0; i < readers.size(); i++) {
            values.add(readers.get(i).read(block.cells().get(i), block));
        }
        return new Decoded(block.file(), block.firstRow(), block.rows(), values);
    }

    private Decoded.Values read(Cells cells, Block block) {
        return switch (cells) {
            case Cells.Levels levels -> new Decoded.Levels(levels.values());
            case Cells.Texts texts -> read(texts.values(), block);
            case Cells.Numbers numbers when type == Type.CATEGORICAL -> codes(numbers, block);
            case Cells.Numbers numbers -> numbers(numbers, block);
            case Cells.Unread _ -> throw new IllegalStateException("Column '" + name + "' was not read.");
        };
    }

    private Decoded.Values read(String[] texts, Block block) {
        double[] values = new double[type == Type.CATEGORICAL ? 0 : texts.length];
        int[] codes = new int[type == Type.NUMERIC ? 0 : texts.length];
        for (int row = 0; row < texts.length; row++) {
            String text = texts[row];
            boolean empty = text.isEmpty();
            if (empty && (rule.missing() == Missing.ERROR || type == Type.CATEGORICAL)) {
                throw missing("empty", row, block);
            }
            if (type == Type.OPEN) {
                decide(text, row, block);
            }
            if (type == Type.CATEGORICAL) {
                codes[row] = code(text, row, block);
            } else {
                values[row] = empty ? Double.NaN : number(text, row, block);
            }
        }
        return type == Type.CATEGORICAL ? new Decoded.Codes(codes) : new Decoded.Numbers(values);
    }

    private void decide(String text, int row, Block block) {
        String place = "'" + block.file() + "', row " + (block.firstRow() + row + 1);
        if (text.isEmpty()) {
            firstEmpty = firstEmpty.isEmpty() ? place : firstEmpty;
            return;
        }
        boolean numeric = Numerals.isNumber(text) || Numerals.isNotFinite(text);
        type = numeric ? Type.NUMERIC : Type.CATEGORICAL;
        reason = "its first value is '" + text + "'";
        if (!numeric && !firstEmpty.isEmpty()) {
            throw Fault.data(
                    "data-empty-cell",
                    firstEmpty + ", column '" + name + "' is empty, and the column is categorical, because " + reason
                            + " in row " + (block.firstRow() + row + 1)
                            + ". Fill the cell: --missing mean replaces numbers alone.");
        }
    }

    private double number(String text, int row, Block block) {
        double value = Numerals.parse(text);
        if (Double.isFinite(value)) {
            return value;
        }
        if (Double.isInfinite(value) || Numerals.isNotFinite(text)) {
            throw notFinite(text, name, row, block);
        }
        throw Fault.data(
                "data-not-a-number",
                place(row, block) + " is '" + text + "'; expected a number, because " + reason + ".");
    }

    private Decoded.Values numbers(Cells.Numbers cells, Block block) {
        double[] values = cells.values();
        for (int row = 0; row < block.rows(); row++) {
            boolean missing = cells.isMissing(row);
            if (missing && rule.missing() == Missing.ERROR) {
                throw missing("null", row, block);
            }
            for (int i = row * size; i < (row + 1) * size; i++) {
                if (missing) {
                    values[i] = Double.NaN;
                } else if (!Double.isFinite(values[i])) {
                    throw notFinite(String.valueOf(values[i]), Elements.name(name, shape, i - row * size), row, block);
                }
            }
        }
        return new Decoded.Numbers(values);
    }

    private Decoded.Codes codes(Cells.Numbers cells, Block block) {
        int[] codes = new int[block.rows()];
        for (int row = 0; row < codes.length; row++) {
            if (cells.isMissing(row)) {
                throw missing("null", row, block);
            }
            String text = Numerals.text(cells.values()[row]);
            if (!Double.isFinite(cells.values()[row])) {
                throw notFinite(text, name, row, block);
            }
            codes[row] = code(text, row, block);
        }
        return new Decoded.Codes(codes);
    }

    private int code(String value, int row, Block block) {
        Integer code = categories.get(value);
        if (code != null) {
            return code;
        }
        if (frozen && rule.ignoreUnseen()) {
            return Decoded.Codes.NONE;
        }
        if (frozen) {
            throw FletchingException.unknown(
                    Kind.DATA,
                    "data-unknown-category",
                    place(row, block) + " is '" + value + "', " + rule.unseen(),
                    value,
                    "Values",
                    categories.keySet());
        }
        if (categories.size() == MOST_CATEGORIES) {
            throw Fault.data(
                    "data-categories",
                    "'" + block.file() + "', column '" + name + "' is categorical, because " + reason
                            + ", and has more than " + MOST_CATEGORIES
                            + " different values. If it holds numbers, add --numeric " + name
                            + "; if it tells rows apart, remove it.");
        }
        categories.put(value, categories.size());
        return categories.size() - 1;
    }

    private FletchingException missing(String how, int row, Block block) {
        if (rule.label()) {
            return Fault.data(
                    "data-empty-cell",
                    place(row, block) + " is " + how + "; expected a label. Fill it or remove the row.");
        }
        String cure = switch (type) {
            case CATEGORICAL -> "expected a category. Fill it: --missing mean replaces numbers alone.";
            case OPEN -> "expected a value. Fill it, or " + rule.cure() + " where the column holds numbers.";
            case NUMERIC, LEVELS -> "expected a number. Fill it, or " + rule.cure() + ".";
        };
        return Fault.data("data-empty-cell", place(row, block) + " is " + how + "; " + cure);
    }

    private static FletchingException notFinite(String value, String element, int row, Block block) {
        return Fault.data(
                "data-not-finite",
                block.place(row) + ", column '" + element + "' is '" + value
                        + "'; expected a finite number. Correct it or remove the row.");
    }

    private String place(int row, Block block) {
        return block.place(row) + ", column '" + name + "'";
    }

    /// What the column is, by the cells so far: its categories in order, by number where all are numbers, else by text,
    /// so that they do not depend on the order of rows; [#rank()] leads there from the codes so far.
    ///
    /// @param file what messages call the table
    Column finish(String file) {
        return switch (type) {
            case OPEN ->
                throw Fault.data("data-empty-cell", "'" + file + "', column '" + name + "' has no value in any row.");
            case NUMERIC -> new Column.Numbers(name, shape);
            case LEVELS -> new Column.Levels(name, shape);
            case CATEGORICAL -> new Column.Categories(name, ordered());
        };
    }

    private List<String> ordered() {
        List<String> values = new ArrayList<>(categories.keySet());
        if (!frozen) {
            values.sort(Numerals.order(values));
        }
        return values;
    }

    /// The code in the finished column of each code so far. The reader has these codes from now on.
    int[] rank() {
        int[] rank = new int[categories.size()];
        List<String> values = ordered();
        for (int code = 0; code < rank.length; code++) {
            rank[categories.replace(values.get(code), code)] = code;
        }
        return rank;
    }
}
