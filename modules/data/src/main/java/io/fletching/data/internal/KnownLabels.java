package io.fletching.data.internal;

import io.fletching.data.Preparation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Labels of rows to predict, to compare with: whatever is no label of the model's kind is none, and no mistake.
final class KnownLabels {
    private final boolean classes;
    private final Map<String, Integer> codes = new HashMap<>();

    KnownLabels(Preparation.Target target) {
        this.classes = target instanceof Preparation.Classes;
        if (target instanceof Preparation.Classes(String _, List<String> values)) {
            values.forEach(value -> codes.put(value, codes.size()));
        }
    }

    /// Writes the class number or the number of some rows, NaN where there is none.
    void write(Cells cells, int from, int count, double[] to, int at) {
        for (int row = 0; row < count; row++) {
            to[at + row] = label(cells, from + row);
        }
    }

    private double label(Cells cells, int row) {
        return switch (cells) {
            case Cells.Texts texts when classes -> code(texts.values()[row]);
            case Cells.Texts texts -> finite(Numerals.parse(texts.values()[row]));
            case Cells.Numbers numbers when numbers.isMissing(row) -> Double.NaN;
            case Cells.Numbers numbers when classes -> code(Numerals.text(numbers.values()[row]));
            case Cells.Numbers numbers -> finite(numbers.values()[row]);
            case Cells.Levels _, Cells.Unread _ -> Double.NaN;
        };
    }

    private double code(String value) {
        Integer code = codes.get(value);
        return code == null ? Double.NaN : code;
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : Double.NaN;
    }
}
