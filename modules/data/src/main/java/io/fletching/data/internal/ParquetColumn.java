package io.fletching.data.internal;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.RepetitionType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.Validity;
import dev.hardwood.schema.SchemaNode;
import dev.hardwood.schema.SchemaNode.GroupNode;
import dev.hardwood.schema.SchemaNode.PrimitiveNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A column of a Parquet file.
///
/// @param leaf the position among the columns of the file that hold values
/// @param values how those become cells
record ParquetColumn(Field field, int leaf, ParquetValues values) {
    static ParquetColumn of(SchemaNode node, ParquetFileReader reader, ParquetInput input) throws IOException {
        if (node instanceof PrimitiveNode single && single.repetitionType() != RepetitionType.REPEATED) {
            ParquetValues values = ParquetValues.of(single);
            return new ParquetColumn(
                    Field.of(node.name(), values.type(), stored(single)), single.columnIndex(), values);
        }
        if (node instanceof GroupNode group
                && group.isList()
                && group.getListElement() instanceof PrimitiveNode element
                && element.maxRepetitionLevel() == 1) {
            ParquetValues values = ParquetValues.of(element);
            String stored = "list of " + stored(element);
            if (values.type() == Field.Type.NUMBER) {
                int length = length(element.columnIndex(), reader, input);
                var field = new Field(node.name(), Field.Type.NUMBER, List.of(Math.max(1, length)), stored);
                return new ParquetColumn(field, element.columnIndex(), values);
            }
            return new ParquetColumn(Field.of(node.name(), Field.Type.OTHER, stored), -1, values);
        }
        String kind = node instanceof GroupNode group && group.isList()
                ? "list"
                : node instanceof GroupNode map && map.isMap() ? "map" : "struct";
        return new ParquetColumn(
                Field.of(node.name(), Field.Type.OTHER, kind), -1, new ParquetValues(ParquetValues.Kind.OTHER, 0));
    }

    private static String stored(PrimitiveNode node) {
        LogicalType logical = node.logicalType();
        return (logical == null ? node.type().name() : logical.toString()).toLowerCase(Locale.ROOT);
    }

    /// The length of the first list that is there; 0 where there is none.
    private static int length(int leaf, ParquetFileReader file, ParquetInput input) throws IOException {
        if (file.getFileMetaData().numRows() == 0) {
            return 0;
        }
        ParquetLayout.checkColumn(file.getFileMetaData(), leaf, input);
        try (ColumnReader reader = file.buildColumnReader(leaf).batchSize(1).build()) {
            while (reader.nextBatch()) {
                if (!reader.getLayerValidity(0).hasNulls()) {
                    int[] ends = reader.getLayerOffsets(0);
                    return ends[1] - ends[0];
                }
            }
        }
        return 0;
    }

    /// The cells of a batch.
    ///
    /// @param firstRow of the batch
    Cells cells(ColumnReader reader, long firstRow, Path path) {
        var place = new ParquetPlace(path, field.name(), firstRow);
        return field.shape().isEmpty() ? values.cells(reader, place) : lists(reader, place);
    }

    private Cells lists(ColumnReader reader, ParquetPlace place) {
        int length = field.size();
        int rows = reader.getRecordCount();
        var inner = (Cells.Numbers) values.cells(reader, place);
        int[] ends = reader.getLayerOffsets(0);
        Validity lists = reader.getLayerValidity(0);
        boolean any = lists.hasNulls() || inner.missing().length > 0;
        double[] all = new double[Math.multiplyExact(rows, length)];
        boolean[] missing = new boolean[any ? rows : 0];
        for (int row = 0; row < rows; row++) {
            if (any && lists.isNull(row)) {
                missing[row] = true;
                Arrays.fill(all, row * length, (row + 1) * length, Double.NaN);
                continue;
            }
            int first = ends[row];
            if (ends[row + 1] - first != length) {
                throw place.fault(
                        "data-shape",
                        row,
                        "a list of " + (ends[row + 1] - first) + " numbers; expected " + length
                                + ", as in the first row. Make all lists equally long, or leave the column out.");
            }
            System.arraycopy(inner.values(), first, all, row * length, length);
            for (int i = first; inner.missing().length > 0 && i < first + length; i++) {
                missing[row] |= inner.missing()[i];
            }
        }
        return new Cells.Numbers(all, missing);
    }
}
