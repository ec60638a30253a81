package io.fletching.arrow.internal;

import io.fletching.arrow.ArrowWriter.Column;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/// Columns to write as a schema of Arrow.
final class WrittenSchema {
    private WrittenSchema() {}

    static Schema of(List<Column> columns) {
        return new Schema(columns.stream().map(WrittenSchema::field).toList());
    }

    private static Field field(Column column) {
        ArrowType type = type(column.type());
        if (column.shape().isEmpty()) {
            return new Field(column.name(), FieldType.notNullable(type), List.of());
        }
        var list = new ArrowType.FixedSizeList(column.width());
        Map<String, String> metadata = column.shape().size() == 1 ? Map.of() : TensorExtension.metadata(column.shape());
        return new Field(
                column.name(),
                new FieldType(false, list, null, metadata),
                List.of(new Field("item", FieldType.notNullable(type), List.of())));
    }

    private static ArrowType type(Column.Type type) {
        return switch (type) {
            case TEXT -> ArrowType.Utf8.INSTANCE;
            case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case FLOAT32 -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case INT64 -> new ArrowType.Int(64, true);
        };
    }
}
