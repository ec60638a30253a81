package io.fletching.arrow.internal;

import io.fletching.arrow.ArrowColumn;
import java.util.List;

/// How a column is read.
interface Reading {
    ArrowColumn.Type type();

    /// The shape of one cell.
    default List<Integer> shape() {
        return List.of();
    }

    /// Takes the column's part of a record batch.
    Decoder open(BatchCursor batch, String column, long rows, Dictionaries dictionaries);

    /// Numbers of a fixed width.
    record Numbers(Element element) implements Reading {
        @Override
        public ArrowColumn.Type type() {
            return ArrowColumn.Type.NUMBER;
        }

        @Override
        public Decoder open(BatchCursor batch, String column, long rows, Dictionaries dictionaries) {
            Nulls nulls = batch.nulls(column, rows);
            return new NumberDecoder(element, nulls, batch.feed(column).require(rows, element.bytes));
        }
    }

    /// Decimals.
    ///
    /// @param bytes of one
    record Decimals(int bytes, int scale) implements Reading {
        @Override
        public ArrowColumn.Type type() {
            return ArrowColumn.Type.NUMBER;
        }

        @Override
        public Decoder open(BatchCursor batch, String column, long rows, Dictionaries dictionaries) {
            Nulls nulls = batch.nulls(column, rows);
            return new DecimalDecoder(bytes, scale, nulls, batch.feed(column).require(rows, bytes));
        }
    }

    /// Booleans, as the texts `true` and `false`.
    record Booleans() implements Reading {
        @Override
        public ArrowColumn.Type type() {
            return ArrowColumn.Type.TEXT;
        }

        @Override
        public Decoder open(BatchCursor batch, String column, long rows, Dictionaries dictionaries) {
            Nulls nulls = batch.nulls(column, rows);
            Feed bits = batch.feed(column).requireBits(rows);
            return new BooleanDecoder(nulls, Nulls.of(bits, Long.MAX_VALUE, 0));
        }
    }

    /// Texts, one behind the other.
    ///
    /// @param offsets the width of the offsets
    record Texts(Element offsets) implements Reading {
        @Override
        public ArrowColumn.Type type() {
            return ArrowColumn.Type.TEXT;
        }

        @Override
        public Decoder open(BatchCursor batch, String column, long rows, Dictionaries dictionaries) {
            Nulls nulls = batch.nulls(column, rows);
            Feed starts = batch.feed(column);
            if (rows > 0) {
                starts.require(rows, offsets.bytes).require(rows + 1, offsets.bytes);
            }
            return new TextDecoder(offsets, nulls, starts, batch.feed(column), rows > 0);
        }
    }

    /// Texts that are short and in place, or long and somewhere in further buffers.
    record Views() implements Reading {
        @Override
        public ArrowColumn.Type type() {
            return ArrowColumn.Type.TEXT;
        }

        @Override
        public Decoder open(BatchCursor batch, String column, long rows, Dictionaries dictionaries) {
            Nulls nulls = batch.nulls(column, rows);
            Feed views = batch.feed(column).require(rows, ViewDecoder.BYTES);
            return new ViewDecoder(nulls, views, batch.further(column));
        }
    }

    /// As many numbers in each cell.
    record Lists(int size, List<Integer> shape, Reading values) implements Reading {
        @Override
        public ArrowColumn.Type type() {
            return ArrowColumn.Type.NUMBER;
        }

        @Override
        public Decoder open(BatchCursor batch, String column, long rows, Dictionaries dictionaries) {
            Nulls nulls = batch.nulls(column, rows);
            return new ListDecoder(
                    size, nulls, values.open(batch, column, batch.times(column, rows, size), dictionaries));
        }
    }

    /// Positions in a dictionary.
    record Coded(long dictionary, Element positions, Reading values) implements Reading {
        @Override
        public ArrowColumn.Type type() {
            return values.type();
        }

        @Override
        public Decoder open(BatchCursor batch, String column, long rows, Dictionaries dictionaries) {
            Nulls nulls = batch.nulls(column, rows);
            Feed codes = batch.feed(column).require(rows, positions.bytes);
            return new CodedDecoder(
                    new NumberDecoder(positions, nulls, codes), dictionaries.get(dictionary, values.type()), codes);
        }
    }
}
