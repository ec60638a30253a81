package io.fletching.data.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Some columns of a table, in an order of one's own.
record SelectedTable(Table table, List<Field> fields) implements Table {

    /// @param columns names of columns that the table has
    static Table of(Table table, List<String> columns) {
        Map<String, Field> known = new HashMap<>();
        table.fields().forEach(field -> known.put(field.name(), field));
        return new SelectedTable(table, columns.stream().map(known::get).toList());
    }

    @Override
    public String name() {
        return table.name();
    }

    @Override
    public void scan(Predicate<Field> wanted, Consumer<Block> each) {
        Set<String> names = new HashSet<>();
        fields.stream().filter(wanted).map(Field::name).forEach(names::add);
        List<Field> all = table.fields();
        int[] order = fields.stream().mapToInt(all::indexOf).toArray();
        table.scan(field -> names.contains(field.name()), block -> {
            Cells[] cells = new Cells[order.length];
            for (int i = 0; i < order.length; i++) {
                cells[i] = block.cells().get(order[i]);
            }
            each.accept(new Block(block.file(), block.firstRow(), block.rows(), List.of(cells), block.lines()));
        });
    }
}
