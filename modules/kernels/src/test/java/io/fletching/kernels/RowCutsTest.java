package io.fletching.kernels;

import static io.fletching.kernels.Matrix.AT;
import static io.fletching.kernels.RowKernels.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A matrix gives the bits that its rows give one at a time, also where it spans several strips of the
/// implementation.
class RowCutsTest {

    private interface Call {
        /// Runs on rows [first, first + count) and leaves its results in the matrices of the test.
        void run(Matrix out, MemorySegment sums, long first, long count);
    }

    @ParameterizedTest
    @CsvSource({"4, 300, 16", "4, 300, 10", "4, 131, 64", "4, 40, 300", "4, 9, 1040", "8, 300, 16", "8, 40, 300"})
    void rowsDoNotDependOnEachOther(int bytes, int rows, int width) {
        Kernels k = Kernels.ofBytes(bytes);
        try (Arena arena = Arena.ofConfined()) {
            int size = rows * width;
            Matrix x = Matrix.random(arena, k, size, 1);
            Matrix dy = Matrix.random(arena, k, size, 2);
            Matrix v = Matrix.random(arena, k, Math.max(rows, width), 3);
            Matrix w = Matrix.random(arena, k, Math.max(rows, width), 4);
            MemorySegment a = x.segment();
            MemorySegment d = dy.segment();
            MemorySegment p = v.segment();
            MemorySegment q = w.segment();
            check(
                    arena,
                    k,
                    rows,
                    width,
                    (out, sums, r, n) -> k.rowMoments(
                            a, AT + r * width, n, width, out.segment(), AT + r, out.segment(), AT + rows + r));
            check(
                    arena,
                    k,
                    rows,
                    width,
                    (out, sums, r, n) -> k.rowMeanSquares(a, AT + r * width, n, width, out.segment(), AT + r));
            check(
                    arena,
                    k,
                    rows,
                    width,
                    (out, sums, r, n) ->
                            k.multiplyRows(a, AT + r * width, p, AT, out.segment(), AT + r * width, n, width));
            check(
                    arena,
                    k,
                    rows,
                    width,
                    (out, sums, r, n) -> k.addToRows(p, AT, out.segment(), AT + r * width, n, width));
            check(
                    arena,
                    k,
                    rows,
                    width,
                    (out, sums, r, n) -> k.rowNormalize(
                            a,
                            AT + r * width,
                            p,
                            AT + r,
                            q,
                            AT + r,
                            p,
                            AT,
                            q,
                            AT,
                            out.segment(),
                            AT + r * width,
                            n,
                            width));
            check(
                    arena,
                    k,
                    rows,
                    width,
                    (out, sums, r, n) -> k.rowNormalize(
                            a,
                            AT + r * width,
                            NONE,
                            0,
                            q,
                            AT + r,
                            NONE,
                            0,
                            q,
                            AT,
                            out.segment(),
                            AT + r * width,
                            n,
                            width));
            check(
                    arena,
                    k,
                    rows,
                    width,
                    (out, sums, r, n) -> k.rowNormalizeBackward(
                            a,
                            AT + r * width,
                            d,
                            AT + r * width,
                            p,
                            AT + r,
                            q,
                            AT + r,
                            p,
                            AT,
                            out.segment(),
                            AT + r * width,
                            n,
                            width));
            check(
                    arena,
                    k,
                    rows,
                    width,
                    (out, sums, r, n) -> k.rowNormalizeBackward(
                            a,
                            AT + r * width,
                            d,
                            AT + r * width,
                            NONE,
                            0,
                            q,
                            AT + r,
                            NONE,
                            0,
                            out.segment(),
                            AT + r * width,
                            n,
                            width));
            check(
                    arena,
                    k,
                    rows,
                    width,
                    (out, sums, r, n) -> k.rowNormalizedDots(
                            a, AT + r * width, d, AT + r * width, p, AT + r, q, AT + r, n, width, sums, 0));
            check(arena, k, rows, width, (out, sums, r, n) -> k.columnSums(a, AT + r * width, n, width, sums, 0));
            check(
                    arena,
                    k,
                    rows,
                    width,
                    (out, sums, r, n) -> k.columnDots(a, AT + r * width, d, AT + r * width, n, width, sums, 0));
            check(
                    arena,
                    k,
                    rows,
                    width,
                    (out, sums, r, n) -> k.columnNormalizedDots(
                            a, AT + r * width, d, AT + r * width, p, AT, q, AT, n, width, sums, 0));
        }
    }

    private static void check(Arena arena, Kernels k, int rows, int width, Call call) {
        Matrix whole = Matrix.zeros(arena, k, rows * width);
        Matrix cut = Matrix.zeros(arena, k, rows * width);
        MemorySegment wholeSums = arena.allocate((long) width * Double.BYTES);
        MemorySegment cutSums = arena.allocate((long) width * Double.BYTES);
        call.run(whole, wholeSums, 0, rows);
        for (long r = 0; r < rows; r++) {
            call.run(cut, cutSums, r, 1);
        }
        assertThat(whole.values()).isEqualTo(cut.values());
        assertThat(wholeSums.toArray(ValueLayout.JAVA_DOUBLE)).isEqualTo(cutSums.toArray(ValueLayout.JAVA_DOUBLE));
        assertThat(whole.segment().mismatch(arena.allocate(whole.segment().byteSize())) >= 0
                        || wholeSums.mismatch(arena.allocate(wholeSums.byteSize())) >= 0)
                .as("something is written")
                .isTrue();
    }
}
