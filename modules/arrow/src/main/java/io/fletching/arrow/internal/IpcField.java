package io.fletching.arrow.internal;

import io.fletching.arrow.ArrowColumn;
import java.util.List;

/// A field of the schema.
///
/// @param reading how it is read; none where it is not
/// @param layout what it takes of a record batch
record IpcField(String name, String stored, List<Reading> reading, Layout layout) {
    ArrowColumn column() {
        return reading.isEmpty()
                ? new ArrowColumn(name, ArrowColumn.Type.OTHER, List.of(), stored)
                : new ArrowColumn(
                        name, reading.getFirst().type(), reading.getFirst().shape(), stored);
    }
}
