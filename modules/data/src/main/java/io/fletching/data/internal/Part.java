package io.fletching.data.internal;

import io.fletching.data.Preparation;
import java.util.function.LongPredicate;

/// Rows of a table that go together: those that train, or those that validate.
///
/// @param rows how many of the table's rows these are
record Part(Survey survey, Division division, boolean validation, long rows) {

    static Part training(Survey survey, Division division) {
        return new Part(survey, division, false, division.training());
    }

    static Part validation(Survey survey, Division division) {
        return new Part(survey, division, true, division.validation());
    }

    /// All rows of a table.
    static Part all(Survey survey) {
        return training(survey, Division.none(survey.rows()));
    }

    /// How many bytes so many prepared rows have: 4 for each feature and the target.
    static long bytes(long rows, Preparation preparation) {
        return Math.multiplyExact(rows, Float.BYTES * (preparation.width() + 1L));
    }

    /// Reads the rows in order.
    ///
    /// @param each takes a block and the numbers in it of the rows of this part, as many as it is told
    void scan(Visitor each) {
        LongPredicate validates = division.cursor().get();
        long[] row = {0};
        survey.scan(block -> {
            int[] chosen = new int[block.rows()];
            int count = 0;
            for (int i = 0; i < chosen.length; i++) {
                if (validates.test(row[0]++) == validation) {
                    chosen[count++] = i;
                }
            }
            each.visit(block, chosen, count);
        });
    }

    /// Takes some rows of a block.
    interface Visitor {
        void visit(Decoded block, int[] rows, int count);
    }
}
