package io.fletching.data.internal;

import java.util.List;

/// Examples as a source has them, before anything is drawn, scaled or encoded.
///
/// @param source what messages call the source
/// @param inputs what is known of each row
/// @param target what is to be predicted
public record Examples(String source, Inputs inputs, RawColumn target) {

    /// What is known of each row.
    public sealed interface Inputs {}

    /// The columns of a table, without the label.
    public record Columns(List<RawColumn> columns) implements Inputs {
        public Columns {
            columns = List.copyOf(columns);
        }
    }

    /// Images, one after another, as unsigned bytes.
    ///
    /// @param shape of one image
    @SuppressWarnings("ArrayRecordComponent") // one large array that nobody compares or prints
    public record Grey(byte[] levels, List<Integer> shape) implements Inputs {
        public Grey {
            shape = List.copyOf(shape);
        }

        int pixels() {
            return pixels(shape);
        }

        static int pixels(List<Integer> shape) {
            return shape.stream().reduce(1, Math::multiplyExact);
        }
    }

    int rows() {
        return target.rows();
    }
}
