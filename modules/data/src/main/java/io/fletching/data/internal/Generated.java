package io.fletching.data.internal;

import io.fletching.data.Source;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// The sets that need no file, as tables. Each row draws from a stream of its own.
///
/// @param classes the names of all classes; a few rows need not have each
record Generated(String name, List<Field> fields, int rows, List<String> classes, Painter painter) implements Table {
    private static final double TURNS = 3.5 * Math.PI;

    /// How many values a block has, about.
    private static final int VALUES = 1 << 18;

    /// Makes the cells of neighbouring rows, without the class.
    interface Painter {
        List<Cells> paint(int first, int rows);
    }

    static Generated glyphs(Source.Glyphs glyphs) {
        Field pixels = new Field("pixel", Field.Type.LEVELS, List.of(GlyphPainter.SIDE, GlyphPainter.SIDE), "uint8");
        List<String> digits = names(10);
        return new Generated(
                "glyphs",
                List.of(pixels, Field.of("digit", Field.Type.NUMBER, "int32")),
                glyphs.rows(),
                digits,
                (first, rows) -> {
                    byte[] levels = new byte[rows * pixels.size()];
                    GlyphPainter painter = new GlyphPainter();
                    for (int i = 0; i < rows; i++) {
                        int row = first + i;
                        painter.paint(row % digits.size(), new Draws(glyphs.seed(), row), levels, i * pixels.size());
                    }
                    return List.of(new Cells.Levels(levels));
                });
    }

    static Generated spirals(Source.Spirals spirals) {
        return new Generated(
                "spirals",
                List.of(
                        Field.of("x", Field.Type.NUMBER, "double"),
                        Field.of("y", Field.Type.NUMBER, "double"),
                        Field.of("arm", Field.Type.NUMBER, "int32")),
                spirals.rows(),
                names(spirals.arms()),
                (first, rows) -> {
                    double[] x = new double[rows];
                    double[] y = new double[rows];
                    for (int i = 0; i < rows; i++) {
                        int row = first + i;
                        Draws draws = new Draws(spirals.seed(), row);
                        double radius = draws.uniform(0.1, 1);
                        double angle = TURNS * radius + 2 * Math.PI * (row % spirals.arms()) / spirals.arms();
                        x[i] = radius * StrictMath.cos(angle) + draws.normal(spirals.noise());
                        y[i] = radius * StrictMath.sin(angle) + draws.normal(spirals.noise());
                    }
                    return List.of(new Cells.Numbers(x, new boolean[0]), new Cells.Numbers(y, new boolean[0]));
                });
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    @Override
    public void scan(Predicate<Field> wanted, Consumer<Block> each) {
        int most = VALUES / fields.stream().mapToInt(Field::size).sum();
        for (int row = 0; row < rows; row += most) {
            int count = Math.min(most, rows - row);
            Cells[] cells = painter.paint(row, count).toArray(new Cells[fields.size()]);
            cells[fields.size() - 1] = classes(row, count);
            each.accept(Block.of(name, row, count, List.of(cells)));
        }
    }

    private Cells classes(int first, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = (first + i) % classes.size();
        }
        return new Cells.Numbers(values, new boolean[0]);
    }
}
