package io.fletching.cli;

import io.fletching.linalg.MatrixProduct;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How long it learns, and on what.
@SuppressWarnings("NullAway.Init")
final class TrainingFlags {
    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "8",
            converter = Ranges.Epochs.class,
            description =
                    "How often the rows are seen; those of an incomplete last batch are left out. Default: ${DEFAULT-VALUE}.")
    int epochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "128",
            converter = Ranges.Batch.class,
            description = "Rows in a step. Default: ${DEFAULT-VALUE}.")
    int batch;

    @Option(
            names = "--accumulate",
            paramLabel = "N",
            defaultValue = "1",
            converter = Ranges.Batch.class,
            description =
                    "Batches whose gradients are averaged for one step: the same as a batch of N times the rows, in"
                            + " the memory of one. At most all of an epoch; those of an incomplete last step are left"
                            + " out. Default: ${DEFAULT-VALUE}.")
    int accumulate;

    @Option(
            names = "--average",
            paramLabel = "DECAY",
            converter = Ranges.Dropout.class,
            description =
                    "Averages the weights over the steps with this decay, such as 0.999; what is judged and saved as"
                            + " the model are the averages. By itself it does not.")
    @Nullable
    Double average;

    @Option(
            names = "--masters",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Whether weights of bf16 have a master in float32 each; without one each update is rounded at random."
                            + " Default: they have.")
    boolean masters;

    @Option(
            names = "--window",
            paramLabel = "ROWS",
            converter = Ranges.Window.class,
            description =
                    "Rows that are shuffled together. More rows are put in order by runs of neighbours, then shuffled"
                            + " window by window. Default: as many as fit 256 MiB.")
    @Nullable
    Integer window;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            converter = Ranges.Seed.class,
            description =
                    "Decides first weights, validation rows, order of rows and dropout. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Ranges.Threads.class,
            description = "Threads that work; the result does not depend on them. Default: one for each processor.")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--matmul",
            paramLabel = "NAME",
            defaultValue = "fastest",
            description =
                    "openblas; portable, whose bits are the same on every processor; or fastest: openblas where it"
                            + " can be loaded. Default: ${DEFAULT-VALUE}.")
    Matmul matmul;

    /// Refuses to leave out masters where there are none, or where they are needed.
    void checkMasters(Precision precision) {
        if (!masters && precision != Precision.BF16) {
            throw new FletchingException(
                    Kind.USER,
                    "masters",
                    "The flag '--no-masters' is for '--precision bf16', and the precision is '" + Choice.text(precision)
                            + "'.");
        }
    }

    /// What these flags come to for this many rows, and this product of matrices.
    Recipe.Length length(long rows, MatrixProduct product) {
        return new Recipe.Length(
                epochs,
                (int) Math.min(batch, rows),
                accumulated(rows) == 1 ? null : accumulated(rows),
                average,
                masters ? null : false,
                steps(rows),
                window,
                seed,
                product.name());
    }

    /// Steps in all for this many rows.
    long steps(long rows) {
        return batches(rows) / accumulated(rows) * epochs;
    }

    private long batches(long rows) {
        return rows / Math.min(batch, rows);
    }

    /// Batches of a step: as many as were asked for, if an epoch has them.
    private int accumulated(long rows) {
        return (int) Math.min(accumulate, batches(rows));
    }
}
