package io.fletching.data.internal;

import io.fletching.arrow.Memory;
import io.fletching.data.Preparation;
import io.fletching.data.RowBatches;
import io.fletching.data.Source;
import io.fletching.data.Unknown;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Rows of any source, prepared as those that a model was trained on. One pass, and no more memory than a block and a
/// batch.
public final class Prediction {
    private final Preparation preparation;
    private final Table table;
    private final List<ColumnReader> readers;

    /// @param table has the columns of the readers in order, and behind them the label where there is one
    private Prediction(Preparation preparation, Table table, List<ColumnReader> readers) {
        this.preparation = preparation;
        this.table = table;
        this.readers = readers;
    }

    /// Finds the columns that the model was trained on.
    public static Prediction of(Source source, Preparation preparation, Unknown unknown) {
        boolean images = preparation.inputs() instanceof Preparation.Pixels;
        Content content = Content.open(source, (path, _) -> {
            if (!images) {
                throw Fault.data(
                        "data-shape",
                        "'" + path + "' holds images; expected a table with the columns " + names(preparation) + ".");
            }
            return ImageFiles.openUnlabelled(path);
        });
        if (images && !content.images()) {
            throw Fault.data(
                    "data-shape",
                    "'" + content.table().name()
                            + "' is a table; expected images, as those that the model was trained on.");
        }
        List<Column> columns = columns(preparation, content);
        List<String> names = columns.stream().map(Column::name).toList();
        names.forEach(name -> requireColumn(content.table(), name));
        Table table = SelectedTable.of(content.table(), withLabel(names, preparation.target(), content.table()));
        ReadRule rule = ReadRule.prediction(preparation.missing(), unknown);
        List<ColumnReader> readers = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            readers.add(
                    ColumnReader.like(table.name(), table.fields().get(i), columns.get(i), "the training rows", rule));
        }
        return new Prediction(preparation, table, readers);
    }

    private static List<String> withLabel(List<String> names, Preparation.Target target, Table table) {
        boolean isThere = table.fields().stream()
                .anyMatch(field -> field.name().equals(target.name())
                        && field.type() != Field.Type.OTHER
                        && field.shape().isEmpty());
        return isThere ? Stream.concat(names.stream(), Stream.of(target.name())).toList() : names;
    }

    private static List<String> names(Preparation preparation) {
        return preparation.inputs() instanceof Preparation.Table(List<Preparation.Column> columns)
                ? columns.stream().map(Preparation.Column::name).toList()
                : List.of();
    }

    private static List<Column> columns(Preparation preparation, Content content) {
        return switch (preparation.inputs()) {
            case Preparation.Table(List<Preparation.Column> columns) ->
                columns.stream().map(Column::of).toList();
            case Preparation.Pixels pixels ->
                List.of(new Column.Levels(content.table().fields().getFirst().name(), pixels.shape()));
        };
    }

    private static void requireColumn(Table table, String name) {
        List<String> names = JoinedTable.names(table);
        if (!names.contains(name)) {
            throw FletchingException.unknown(
                    Kind.USER,
                    "data-unknown-column",
                    "'" + table.name() + "' has no column '" + name + "', which the model was trained on.",
                    name,
                    "Columns",
                    names);
        }
    }

    /// Reads all rows.
    ///
    /// @param batch how many rows are handed on at once, at least 1; the last may be fewer
    /// @return how many rows there were
    public long forEach(Memory memory, int batch, RowBatches each) {
        if (batch < 1) {
            throw new IllegalArgumentException("A batch has at least 1 row, not " + batch + ".");
        }
        Encoder encoder = new Encoder(preparation);
        try (Memory lent = memory.child("rows")) {
            Tensor features = lent.allocate(DType.F32, Shape.of(batch, preparation.width()));
            double[] labels = new double[batch];
            var known = new KnownLabels(preparation.target());
            boolean labelled = table.fields().size() > readers.size();
            long[] rows = {0};
            int[] held = {0};
            table.scan(_ -> true, block -> {
                Decoded decoded = ColumnReader.decode(readers, block);
                int[] all = new int[block.rows()];
                Arrays.setAll(all, row -> row);
                for (int from = 0; from < all.length; ) {
                    int some = Math.min(batch - held[0], all.length - from);
                    encoder.features(decoded, all, from, some, features.data(), held[0]);
                    if (labelled) {
                        known.write(block.cells().getLast(), from, some, labels, held[0]);
                    }
                    held[0] += some;
                    from += some;
                    if (held[0] == batch) {
                        hand(features, labels, labelled, held, each);
                    }
                }
                rows[0] += all.length;
            });
            if (held[0] > 0) {
                hand(features, labels, labelled, held, each);
            }
            return rows[0];
        }
    }

    private static void hand(Tensor features, double[] labels, boolean labelled, int[] held, RowBatches each) {
        Tensor rows = features.rows(0, held[0]);
        if (labelled) {
            each.accept(rows, Arrays.copyOf(labels, held[0]));
        } else {
            each.accept(rows);
        }
        features.data().fill((byte) 0);
        held[0] = 0;
    }
}
