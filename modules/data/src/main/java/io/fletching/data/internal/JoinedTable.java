package io.fletching.data.internal;

import io.fletching.spi.FletchingException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Tables of the same columns, one below the other.
///
/// @param name what messages call them together
/// @param tables at least one
record JoinedTable(String name, List<Table> tables) implements Table {

    /// Takes the columns of each table in the order of the first.
    ///
    /// @throws FletchingException where two differ in their columns, naming both files and the column
    static Table of(String name, List<Table> tables) {
        Table first = tables.getFirst();
        List<String> columns = names(first);
        List<Table> alike = new ArrayList<>();
        for (Table table : tables) {
            requireSame(table, first.name(), columns);
            Table selected = SelectedTable.of(table, columns);
            for (int i = 0; i < columns.size(); i++) {
                requireSame(
                        selected,
                        selected.fields().get(i),
                        first,
                        first.fields().get(i));
            }
            alike.add(selected);
        }
        return new JoinedTable(name, List.copyOf(alike));
    }

    static List<String> names(Table table) {
        return table.fields().stream().map(Field::name).toList();
    }

    /// Refuses a table that lacks a column of an earlier one or has one more.
    static void requireSame(Table table, String first, List<String> expected) {
        List<String> names = names(table);
        for (String name : expected) {
            if (!names.contains(name)) {
                throw different(table, "lacks the column '" + name + "' of '" + first + "'", expected);
            }
        }
        for (String name : names) {
            if (!expected.contains(name)) {
                throw different(table, "has a column '" + name + "' that '" + first + "' lacks", expected);
            }
        }
    }

    private static FletchingException different(Table table, String what, List<String> expected) {
        return Fault.data(
                "data-columns", "'" + table.name() + "' " + what + "; expected the columns " + expected + ".");
    }

    /// In CSV it is the values that say what a column is.
    private static void requireSame(Table table, Field field, Table first, Field expected) {
        boolean open = field.type() == Field.Type.OPEN || expected.type() == Field.Type.OPEN;
        if (!field.shape().equals(expected.shape()) || (!open && field.type() != expected.type())) {
            throw Fault.data(
                    "data-columns",
                    "'" + table.name() + "' has the column '" + field.name() + "' as " + described(field)
                            + "; expected " + described(expected) + ", as in '" + first.name() + "'.");
        }
    }

    private static String described(Field field) {
        return field.shape().isEmpty() ? field.stored() : field.stored() + field.shape();
    }

    @Override
    public List<Field> fields() {
        return tables.getFirst().fields();
    }

    /// The tables differ in how they store a column, and so in their fields, but not in the names.
    @Override
    public void scan(Predicate<Field> wanted, Consumer<Block> each) {
        List<String> names = fields().stream().filter(wanted).map(Field::name).toList();
        for (Table table : tables) {
            table.scan(field -> names.contains(field.name()), each);
        }
    }
}
