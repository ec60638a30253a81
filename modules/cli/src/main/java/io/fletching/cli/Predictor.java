package io.fletching.cli;

import io.fletching.arrow.ArrowWriter.Cells;
import io.fletching.arrow.ArrowWriter.Column;
import io.fletching.arrow.Memory;
import io.fletching.data.Preparation;
import io.fletching.data.RowBatches;
import io.fletching.nn.Evaluator;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Makes columns of predictions from batches of prepared rows.
final class Predictor implements RowBatches {
    private final Evaluator evaluator;
    private final Preparation preparation;
    private final List<String> classes;
    private final boolean probabilities;
    private final TableOutput output;
    private final Tensor outputs;
    private final Judgement judgement;

    /// @param memory takes the outputs of a batch
    /// @param batch rows in a batch at most
    /// @param probabilities whether each class gets a column
    Predictor(
            Evaluator evaluator,
            Preparation preparation,
            Memory memory,
            int batch,
            boolean probabilities,
            TableOutput output) {
        this.evaluator = evaluator;
        this.preparation = preparation;
        this.classes = classes(preparation);
        this.judgement = new Judgement(!classes.isEmpty());
        this.probabilities = probabilities;
        this.output = output;
        this.outputs = memory.allocate(DType.F32, Shape.of(batch, Math.max(1, classes.size())));
    }

    /// The classes that are predicted; none where it is a number.
    static List<String> classes(Preparation preparation) {
        return preparation.target() instanceof Preparation.Classes known ? known.values() : List.of();
    }

    /// What the predictions are called.
    static List<Column> columns(Preparation preparation, boolean probabilities) {
        List<String> classes = classes(preparation);
        List<Column> columns = new ArrayList<>();
        columns.add(classes.isEmpty() ? Column.doubles("prediction") : Column.texts("prediction"));
        if (probabilities) {
            classes.forEach(name -> columns.add(Column.floats("probability_" + name)));
        }
        return columns;
    }

    /// How good they are, by the labels so far.
    Judgement judgement() {
        return judgement;
    }

    @Override
    public void accept(Tensor features) {
        write(features, predict(features));
    }

    @Override
    public void accept(Tensor features, double[] labels) {
        double[] predictions = predict(features);
        for (int row = 0; row < predictions.length; row++) {
            judgement.add(predictions[row], labels[row]);
        }
        write(features, predictions);
    }

    /// The number of each row's class, the first of those with the largest output, or the number itself.
    private double[] predict(Tensor features) {
        double[] predictions = new double[Math.toIntExact(features.shape().rows())];
        Tensor results = outputs.rows(0, predictions.length);
        evaluator.predict(features, results);
        for (int row = 0; row < predictions.length; row++) {
            predictions[row] = classes.isEmpty() ? preparation.restore(results.get(row)) : largest(results, row);
        }
        return predictions;
    }

    private int largest(Tensor results, int row) {
        long from = (long) row * classes.size();
        int best = 0;
        for (int i = 1; i < classes.size(); i++) {
            best = results.get(from + i) > results.get(from + best) ? i : best;
        }
        return best;
    }

    private void write(Tensor features, double[] predictions) {
        int rows = predictions.length;
        List<Cells> cells = new ArrayList<>();
        cells.add(classes.isEmpty() ? new Cells.Doubles(predictions) : names(predictions));
        if (probabilities) {
            Tensor results = outputs.rows(0, rows);
            evaluator.probabilities(features, results);
            for (int i = 0; i < classes.size(); i++) {
                cells.add(column(results, rows, i));
            }
        }
        output.write(cells);
    }

    private Cells names(double[] predictions) {
        return new Cells.Texts(Arrays.stream(predictions)
                .mapToObj(code -> classes.get((int) code))
                .toArray(String[]::new));
    }

    private Cells column(Tensor results, int rows, int column) {
        float[] values = new float[rows];
        for (int row = 0; row < rows; row++) {
            values[row] = (float) results.get((long) row * classes.size() + column);
        }
        return new Cells.Floats(values);
    }
}
