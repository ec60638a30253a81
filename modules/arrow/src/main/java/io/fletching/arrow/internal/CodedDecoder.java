package io.fletching.arrow.internal;

import io.fletching.arrow.ArrowCells;

/// Positions in a dictionary, looked up.
record CodedDecoder(NumberDecoder positions, ArrowCells dictionary, Feed from) implements Decoder {
    @Override
    public ArrowCells next(int rows) {
        ArrowCells.Numbers codes = positions.next(rows);
        return switch (dictionary) {
            case ArrowCells.Texts texts -> texts(codes, texts.values());
            case ArrowCells.Numbers numbers -> numbers(codes, numbers);
        };
    }

    private ArrowCells texts(ArrowCells.Numbers codes, String[] known) {
        String[] values = new String[codes.values().length];
        for (int row = 0; row < values.length; row++) {
            values[row] = isMissing(codes, row) ? "" : known[position(codes, row, known.length)];
        }
        return new ArrowCells.Texts(values);
    }

    private ArrowCells numbers(ArrowCells.Numbers codes, ArrowCells.Numbers known) {
        double[] values = new double[codes.values().length];
        boolean any = codes.missing().length > 0 || known.missing().length > 0;
        boolean[] missing = any ? new boolean[values.length] : Nulls.NONE;
        for (int row = 0; row < values.length; row++) {
            if (isMissing(codes, row)) {
                missing[row] = true;
                continue;
            }
            int position = position(codes, row, known.values().length);
            values[row] = known.values()[position];
            if (isMissing(known, position)) {
                missing[row] = true;
            }
        }
        return NumberDecoder.numbers(values, missing);
    }

    private static boolean isMissing(ArrowCells.Numbers cells, int row) {
        return cells.missing().length > 0 && cells.missing()[row];
    }

    private int position(ArrowCells.Numbers codes, int row, int size) {
        double position = codes.values()[row];
        if (position < 0 || position >= size) {
            throw from.damaged("a value is number " + (long) position + " of a dictionary that has " + size);
        }
        return (int) position;
    }
}
