package io.fletching.data;

import io.fletching.arrow.ArrowWriter;
import io.fletching.arrow.ArrowWriter.Cells;
import io.fletching.arrow.ArrowWriter.Column;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/// Writes a table of any size as an Arrow file, or as a stream where its name ends in `.arrows`: a block of 64 numbers,
/// a number and a class that follows from the block. `big.py` beside the Parquet files of the tests writes its like in
/// Parquet.
///
/// ```sh
/// java -cp 'modules/data/target/test-classes:modules/cli/target/lib/*' io.fletching.data.BigTable big.arrow 4
/// ```
final class BigTable {
    private static final int WIDTH = 64;
    private static final int BATCH = 65_536;
    private static final List<Column> COLUMNS =
            List.of(Column.floats("block", List.of(WIDTH)), Column.doubles("noise"), Column.texts("class"));

    private BigTable() {}

    /// Writes the table.
    ///
    /// @param arguments the file, and how many GiB it is to have
    public static void main(String[] arguments) {
        Path path = Path.of(arguments[0]);
        // A batch of 65,536 rows has 64 floats, a double and about 7 bytes of text and offset a row.
        long batches =
                Math.max(1, Math.round(Double.parseDouble(arguments[1]) * (1L << 30) / BATCH / (4 * WIDTH + 15)));
        try (var writer = arguments[0].endsWith(".arrows")
                ? ArrowWriter.stream(path, COLUMNS)
                : ArrowWriter.file(path, COLUMNS)) {
            var random = new SplittableRandom(4);
            for (long batch = 0; batch < batches; batch++) {
                writer.write(cells(random));
            }
            writer.finish();
        }
        System.out.println(batches * BATCH + " rows in '" + path + "'");
    }

    private static List<Cells> cells(SplittableRandom random) {
        float[] block = new float[BATCH * WIDTH];
        double[] noise = new double[BATCH];
        String[] classes = new String[BATCH];
        for (int row = 0; row < BATCH; row++) {
            double left = 0;
            double right = 0;
            for (int i = 0; i < WIDTH; i++) {
                float value = (float) (random.nextDouble() - 0.5);
                block[row * WIDTH + i] = value;
                left += i < WIDTH / 2 ? value : 0;
                right += i < WIDTH / 2 ? 0 : value;
            }
            noise[row] = random.nextDouble();
            classes[row] = left > right ? "left" : "right";
        }
        return List.of(new Cells.Floats(block), new Cells.Doubles(noise), new Cells.Texts(classes));
    }
}
