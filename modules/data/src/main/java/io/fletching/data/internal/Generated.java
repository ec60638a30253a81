package io.fletching.data.internal;

import io.fletching.data.Source;
import java.util.List;
import java.util.stream.IntStream;

/// The sets that need no file. Each row draws from a stream of its own.
final class Generated {
    private static final double TURNS = 3.5 * Math.PI;

    private Generated() {}

    static Examples glyphs(int rows, long seed) {
        int pixels = GlyphPainter.SIDE * GlyphPainter.SIDE;
        byte[] levels = new byte[Math.multiplyExact(rows, pixels)];
        GlyphPainter painter = new GlyphPainter();
        int[] digits = new int[rows];
        for (int row = 0; row < rows; row++) {
            digits[row] = row % 10;
            painter.paint(digits[row], new Draws(seed, row), levels, row * pixels);
        }
        return new Examples(
                "glyphs",
                new Examples.Grey(levels, List.of(GlyphPainter.SIDE, GlyphPainter.SIDE)),
                new RawColumn.Codes("digit", digits, names(10)));
    }

    static Examples spirals(Source.Spirals spirals) {
        int rows = spirals.rows();
        double[] x = new double[rows];
        double[] y = new double[rows];
        int[] arms = new int[rows];
        for (int row = 0; row < rows; row++) {
            Draws draws = new Draws(spirals.seed(), row);
            arms[row] = row % spirals.arms();
            double radius = draws.uniform(0.1, 1);
            double angle = TURNS * radius + 2 * Math.PI * arms[row] / spirals.arms();
            x[row] = radius * StrictMath.cos(angle) + draws.normal(spirals.noise());
            y[row] = radius * StrictMath.sin(angle) + draws.normal(spirals.noise());
        }
        return new Examples(
                "spirals",
                new Examples.Columns(List.of(new RawColumn.Numbers("x", x), new RawColumn.Numbers("y", y))),
                new RawColumn.Codes("arm", arms, names(spirals.arms())));
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }
}
