package io.fletching.data.internal;

import io.fletching.data.Description;
import io.fletching.data.Description.Count;
import io.fletching.data.Description.Kind;
import io.fletching.data.Description.Range;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is seen of one column, in memory that does not grow with the rows.
final class ColumnSummary {
    private final Field field;
    private final boolean label;
    private final Map<String, Long> values = new HashMap<>();
    private Kind kind;
    private long missing;
    private long nonFinite;
    private long misfits;
    private long finite;
    private double mean;
    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;
    private boolean tooMany;

    ColumnSummary(Field field, boolean label) {
        this.field = field;
        this.label = label;
        this.kind = switch (field.type()) {
            case OPEN -> Kind.EMPTY;
            case NUMBER -> Kind.NUMERIC;
            case LEVELS -> Kind.IMAGE;
            case TEXT -> Kind.CATEGORICAL;
            case OTHER -> Kind.OTHER;
        };
    }

    void see(Cells cells) {
        switch (cells) {
            case Cells.Texts texts -> {
                for (String text : texts.values()) {
                    see(text);
                }
            }
            case Cells.Numbers numbers -> see(numbers);
            case Cells.Levels levels -> {
                for (byte level : levels.values()) {
                    see((level & 0xff) / 255.0);
                }
            }
            case Cells.Unread _ -> {}
        }
    }

    private void see(String text) {
        if (text.isEmpty()) {
            missing++;
            return;
        }
        if (kind == Kind.EMPTY) {
            boolean number = Numerals.isNumber(text) || Numerals.isNotFinite(text);
            kind = number ? Kind.NUMERIC : Kind.CATEGORICAL;
        }
        if (kind == Kind.CATEGORICAL || label) {
            count(text);
        }
        if (kind == Kind.NUMERIC) {
            double value = Numerals.parse(text);
            if (Double.isNaN(value) && !Numerals.isNotFinite(text)) {
                misfits++;
            } else {
                see(value);
            }
        }
    }

    private void see(Cells.Numbers numbers) {
        int size = field.size();
        int rows = numbers.values().length / Math.max(1, size);
        for (int row = 0; row < rows; row++) {
            if (numbers.isMissing(row)) {
                missing++;
                continue;
            }
            for (int i = row * size; i < (row + 1) * size; i++) {
                see(numbers.values()[i]);
            }
            if (label && size == 1) {
                count(Numerals.text(numbers.values()[row]));
            }
        }
    }

    private void see(double value) {
        if (Double.isFinite(value)) {
            finite++;
            mean += (value - mean) / finite;
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
        } else {
            nonFinite++;
        }
    }

    private void count(String value) {
        if (values.size() < Description.MOST_DISTINCT || values.containsKey(value)) {
            values.merge(value, 1L, Long::sum);
        } else {
            tooMany = true;
        }
    }

    Description.Column finish() {
        return new Description.Column(
                field.name(),
                kind,
                field.stored(),
                field.shape(),
                missing,
                nonFinite,
                misfits,
                finite == 0 ? List.of() : List.of(new Range(lowest, mean, highest)),
                values.size(),
                tooMany ? List.of() : counts());
    }

    private List<Count> counts() {
        if (label) {
            List<String> classes = values.keySet().stream().toList();
            return classes.stream()
                    .sorted(Numerals.order(classes))
                    .map(value -> new Count(value, values.getOrDefault(value, 0L)))
                    .toList();
        }
        return values.entrySet().stream()
                .map(entry -> new Count(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Count::rows).reversed().thenComparing(Count::value))
                .limit(Description.MOST_FREQUENT)
                .toList();
    }
}
