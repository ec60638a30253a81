package io.fletching.data.internal;

import io.fletching.arrow.Memory;
import io.fletching.data.DataOptions;
import io.fletching.data.Dataset;
import io.fletching.data.LabelKind;
import io.fletching.data.Preparation;
import io.fletching.data.RowSplit;
import io.fletching.data.Source;
import io.fletching.data.Split;
import io.fletching.data.Validation;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The two parts of a source, read and understood: what is left is to write them somewhere.
public final class Loader {
    private final Part training;
    private final Part validation;
    private final Preparation preparation;

    private Loader(Part training, Part validation, Preparation preparation) {
        this.training = training;
        this.validation = validation;
        this.preparation = preparation;
    }

    /// Reads all rows, divides them, and learns from the training rows how they are prepared.
    public static Loader of(DataOptions options) {
        Content content = Content.open(options);
        String label = content.label(options);
        Table table = labelLast(content.table(), label);
        Survey survey = new Survey(table, readers(table, content, options), options.budget() / 4);
        Part training;
        Part validation;
        if (options.validation() instanceof Validation.File(var path)) {
            training = Part.all(survey);
            validation = Part.all(like(survey, Source.file(path.toString()), options));
        } else {
            Division division = Division.of(survey.source(), survey.rows(), options.validation(), options.seed());
            training = Part.training(survey, division);
            validation = Part.validation(survey, division);
        }
        return new Loader(training, validation, Fitting.fit(training, options));
    }

    private static Table labelLast(Table table, String label) {
        List<String> names = new ArrayList<>(JoinedTable.names(table));
        names.remove(label);
        names.add(label);
        return SelectedTable.of(table, names);
    }

    private static List<ColumnReader> readers(Table table, Content content, DataOptions options) {
        List<ColumnReader> readers = new ArrayList<>();
        Field label = table.fields().getLast();
        for (Field field : table.fields()) {
            boolean isLabel = field.equals(label);
            if (isLabel && !content.classes().isEmpty()) {
                readers.add(ColumnReader.ofClasses(field, content.classes()));
            } else {
                DataOptions effective =
                        isLabel && content.images() ? options.withLabelKind(LabelKind.CATEGORICAL) : options;
                readers.add(ColumnReader.of(table.name(), field, effective, isLabel));
            }
        }
        return readers;
    }

    /// Rows of the same columns, categories, shape and classes.
    private static Survey like(Survey first, Source source, DataOptions options) {
        boolean images = first.columns().getFirst() instanceof Column.Levels;
        String asIn = ", as in '" + first.source() + "'.";
        Content content = Content.openFile(source, (path, labels) -> {
            if (!images) {
                throw Fault.data("data-shape", "'" + path + "' is IDX; expected a table" + asIn);
            }
            return ImageFiles.open(path, labels);
        });
        if (images && !content.images()) {
            throw Fault.data("data-shape", "'" + content.table().name() + "' is a table; expected images" + asIn);
        }
        List<String> names = first.columns().stream().map(Column::name).toList();
        JoinedTable.requireSame(content.table(), first.source(), names);
        Table table = SelectedTable.of(content.table(), names);
        List<ColumnReader> readers = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            ReadRule rule = ReadRule.training(i == names.size() - 1, options.missing());
            Column column = first.columns().get(i);
            readers.add(ColumnReader.like(table.name(), table.fields().get(i), column, first.source(), rule));
        }
        return new Survey(table, readers, options.budget() / 4);
    }

    /// How many bytes both parts have when they are written.
    public long bytes() {
        return Part.bytes(training.rows() + validation.rows(), preparation);
    }

    /// Both parts in memory.
    ///
    /// @param memory gets a region for each, which the set owns
    public Split inMemory(Memory memory) {
        Dataset first = inMemory(training, memory.child("training"));
        try {
            return new Split(first, inMemory(validation, memory.child("validation")));
        } catch (RuntimeException | Error e) {
            first.close();
            throw e;
        }
    }

    private Dataset inMemory(Part part, Memory memory) {
        try {
            Encoder encoder = new Encoder(preparation);
            Tensor features = memory.allocate(DType.F32, Shape.of(part.rows(), preparation.width()));
            Tensor targets = preparation.target() instanceof Preparation.Classes
                    ? memory.allocate(DType.I32, Shape.of(part.rows()))
                    : memory.allocate(DType.F32, Shape.of(part.rows(), 1));
            long[] row = {0};
            part.scan((block, rows, count) -> {
                encoder.features(block, rows, 0, count, features.data(), row[0]);
                encoder.targets(block, rows, 0, count, targets.data(), row[0]);
                row[0] += count;
            });
            return new Dataset(memory, features, targets, preparation);
        } catch (RuntimeException | Error e) {
            memory.close();
            throw e;
        }
    }

    /// Both parts in temporary files.
    ///
    /// @param memory lends what writing needs
    public RowSplit inFiles(Memory memory, Path folder) {
        Spool first = Spool.of(training, preparation, memory, folder);
        try {
            return new RowSplit(first, Spool.of(validation, preparation, memory, folder));
        } catch (RuntimeException | Error e) {
            first.close();
            throw e;
        }
    }
}
