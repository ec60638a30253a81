package io.fletching.data;

import io.fletching.data.internal.Elements;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How raw columns became features and targets: all that is needed to treat other rows the same way. Plain records of
/// names and numbers, to be saved with a model.
///
/// @param standardized whether means and deviations were applied, to the features and to a target that is a number
/// @param missing what an empty cell means, also in rows to predict
public record Preparation(boolean standardized, Missing missing, Inputs inputs, Target target) {

    /// What the features of a row are.
    public sealed interface Inputs {}

    /// The columns of a table, in order, without the label.
    public record Table(List<Column> columns) implements Inputs {
        public Table {
            columns = List.copyOf(columns);
        }
    }

    /// Grey levels in [0, 1], with one mean and one deviation.
    ///
    /// @param shape of one image, such as [28, 28]
    public record Pixels(List<Integer> shape, double mean, double deviation) implements Inputs {
        public Pixels {
            shape = List.copyOf(shape);
        }
    }

    /// A column of a table.
    public sealed interface Column {
        String name();
    }

    /// A number: one feature. A missing value takes the mean.
    ///
    /// @param mean over the training rows that have a value
    /// @param deviation over the same (divided by their number); 0 where all are equal, and then nothing is divided
    public record Numeric(String name, double mean, double deviation) implements Column {}

    /// A block of numbers in each cell: a feature for each element, the last dimension fastest, with a mean and a
    /// deviation of its own, both as in [Numeric]. A missing cell takes the means.
    ///
    /// @param shape of a cell, such as [768]
    public record Vector(String name, List<Integer> shape, List<Double> means, List<Double> deviations)
            implements Column {
        public Vector {
            shape = List.copyOf(shape);
            means = List.copyOf(means);
            deviations = List.copyOf(deviations);
        }
    }

    /// A category: one feature, 0 or 1, for each value.
    public record OneHot(String name, List<String> values) implements Column {
        public OneHot {
            values = List.copyOf(values);
        }
    }

    /// What is predicted.
    public sealed interface Target {
        String name();
    }

    /// A class, written as its position in the list.
    public record Classes(String name, List<String> values) implements Target {
        public Classes {
            values = List.copyOf(values);
        }
    }

    /// A number. Where [#standardized()] holds, it is written as its distance from the mean in deviations, so that it
    /// is learned alike in any unit; [#targetUnit()] and [#restore(double)] lead back.
    ///
    /// @param mean over the training rows
    /// @param deviation over the training rows (divided by their number); 0 where all are equal, and then nothing is
    ///     divided
    public record Real(String name, double mean, double deviation) implements Target {}

    /// How much of the label one unit of a target is: its deviation over the training rows, or 1 where nothing was
    /// divided. The square root of a mean squared error times this is the root mean squared error in the label's unit.
    public double targetUnit() {
        return standardized && target instanceof Real real && real.deviation() > 0 ? real.deviation() : 1;
    }

    /// A prediction as a value of the label.
    ///
    /// @param prediction as the targets of a [Dataset] are, such as the output of a network that was trained on them
    public double restore(double prediction) {
        double origin = standardized && target instanceof Real real ? real.mean() : 0;
        return prediction * targetUnit() + origin;
    }

    /// The names of the features, in order: a numeric column's own, `column[i]` or `column[i,j]` for each element
    /// of a block, `column=value` for each value of a category, `pixel[row,column]` for images.
    public List<String> featureNames() {
        List<String> names = new ArrayList<>();
        switch (inputs) {
            case Table(List<Column> columns) -> {
                for (Column column : columns) {
                    switch (column) {
                        case Numeric numeric -> names.add(numeric.name());
                        case Vector vector -> names.addAll(Elements.names(vector.name(), vector.shape()));
                        case OneHot(String name, List<String> values) ->
                            values.forEach(value -> names.add(name + "=" + value));
                    }
                }
            }
            case Pixels pixels -> names.addAll(Elements.names("pixel", pixels.shape()));
        }
        return List.copyOf(names);
    }

    /// The number of features of a row.
    public int width() {
        return switch (inputs) {
            case Table(List<Column> columns) ->
                columns.stream().mapToInt(Preparation::width).reduce(0, Math::addExact);
            case Pixels pixels -> Elements.count(pixels.shape());
        };
    }

    /// The shape of the image that a row is, `[channels, height, width]`: of grey levels `[height, width]` or
    /// `[channels, height, width]`, and of a table whose only column beside the label has cells of such a shape.
    /// Empty for others.
    public Optional<List<Integer>> imageShape() {
        List<Integer> shape = switch (inputs) {
            case Pixels pixels -> pixels.shape();
            case Table(List<Column> columns) ->
                columns.size() == 1 && columns.getFirst() instanceof Vector vector ? vector.shape() : List.of();
        };
        return switch (shape.size()) {
            case 2 -> Optional.of(List.of(1, shape.get(0), shape.get(1)));
            case 3 -> Optional.of(shape);
            default -> Optional.empty();
        };
    }

    private static int width(Column column) {
        return switch (column) {
            case Numeric _ -> 1;
            case Vector vector -> Elements.count(vector.shape());
            case OneHot oneHot -> oneHot.values().size();
        };
    }
}
