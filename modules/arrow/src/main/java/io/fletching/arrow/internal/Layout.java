package io.fletching.arrow.internal;

import java.util.List;

/// What a column takes of a record batch: one node unless it is a null column's relative without one, buffers, and what
/// its children take. A column that is not read is passed over by it.
///
/// @param views whether further buffers follow, as many as the batch says
record Layout(int buffers, boolean views, List<Layout> children) {
    static Layout of(int buffers) {
        return new Layout(buffers, false, List.of());
    }

    static Layout of(int buffers, List<Layout> children) {
        return new Layout(buffers, false, children);
    }

    static Layout ofViews() {
        return new Layout(2, true, List.of());
    }
}
