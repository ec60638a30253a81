package io.fletching.arrow.internal;

import io.fletching.arrow.ArrowCells;
import io.fletching.arrow.ArrowColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The values that columns name by their position, as far as a scan has come.
final class Dictionaries {
    private final Map<Long, ArrowCells> values = new HashMap<>();

    /// The values of a dictionary; none where it has not come, which is right where nothing names one.
    ArrowCells get(long id, ArrowColumn.Type type) {
        ArrowCells none = type == ArrowColumn.Type.TEXT
                ? new ArrowCells.Texts(new String[0])
                : new ArrowCells.Numbers(new double[0], Nulls.NONE);
        return values.getOrDefault(id, none);
    }

    void put(long id, ArrowCells cells) {
        values.put(id, cells);
    }

    void append(long id, ArrowCells cells) {
        values.merge(id, cells, (before, more) -> join(List.of(before, more)));
    }

    /// Cells of one type one behind the other.
    static ArrowCells join(List<ArrowCells> parts) {
        if (parts.getFirst() instanceof ArrowCells.Texts) {
            List<String> all = new ArrayList<>();
            parts.forEach(part -> all.addAll(Arrays.asList(((ArrowCells.Texts) part).values())));
            return new ArrowCells.Texts(all.toArray(String[]::new));
        }
        var numbers = parts.stream().map(ArrowCells.Numbers.class::cast).toList();
        int count = numbers.stream().mapToInt(part -> part.values().length).reduce(0, Math::addExact);
        double[] joined = new double[count];
        boolean any = numbers.stream().anyMatch(part -> part.missing().length > 0);
        boolean[] missing = any ? new boolean[count] : Nulls.NONE;
        int at = 0;
        for (ArrowCells.Numbers part : numbers) {
            System.arraycopy(part.values(), 0, joined, at, part.values().length);
            System.arraycopy(part.missing(), 0, missing, any ? at : 0, part.missing().length);
            at += part.values().length;
        }
        return new ArrowCells.Numbers(joined, missing);
    }
}
