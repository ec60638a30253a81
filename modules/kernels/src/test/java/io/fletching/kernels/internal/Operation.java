package io.fletching.kernels.internal;

import io.fletching.kernels.Activation;
import io.fletching.kernels.Function;
import io.fletching.kernels.Kernels;
import io.fletching.kernels.RowKernels;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Every kernel, called in one way: what the tests compare, hash and count allocations of.
record Operation(String name, Body body) {

    static final int ROWS = 3;

    interface Body {
        /// Runs on `n` elements, or [#ROWS] rows of them, from element `at` of every operand; returns a number or
        /// 0.
        double run(Kernels k, Operands o, long at, long n);
    }

    private static final MemorySegment NONE = RowKernels.NONE;

    static List<Operation> all() {
        List<Operation> all = new ArrayList<>();
        all.addAll(reductions());
        all.addAll(elementwise());
        for (Function f : Function.values()) {
            all.add(of(f.name(), (k, o, at, n) -> k.map(f, o.x, at, o.out, at, n)));
        }
        for (Activation f : Activation.values()) {
            all.add(of(f + " forward", (k, o, at, n) -> k.activate(f, o.x, at, o.out, at, n)));
            all.add(of(f + " backward", (k, o, at, n) -> k.activateBackward(f, o.x, at, o.y, at, o.out, at, n)));
        }
        all.addAll(rows());
        all.addAll(columns());
        all.addAll(FormulaOperation.all().toList());
        all.addAll(HalfOperation.all());
        all.add(of("uniform", (k, o, at, n) -> k.uniform(42, at - 5, o.out, at, n, -0.25, 0.75)));
        all.add(of("normal", (k, o, at, n) -> k.normal(42, at - 5, o.out, at, n, 0.5, 2)));
        all.add(of("truncatedNormal", (k, o, at, n) -> k.truncatedNormal(42, at - 5, o.out, at, n, 0.5, 2, -1, 3)));
        all.add(of("truncatedNormal tail", (k, o, at, n) -> k.truncatedNormal(42, at - 5, o.out, at, n, 0, 1, 5, 9)));
        return all;
    }

    private static List<Operation> reductions() {
        return List.of(
                new Operation("sum", (k, o, at, n) -> k.sum(o.x, at, n)),
                new Operation("sumOfSquares", (k, o, at, n) -> k.sumOfSquares(o.x, at, n)),
                new Operation("deviations", (k, o, at, n) -> k.sumOfSquaredDeviations(o.x, at, n, 0.1)),
                new Operation("sumOfAbsolutes", (k, o, at, n) -> k.sumOfAbsolutes(o.x, at, n)),
                new Operation("sumOfPowers", (k, o, at, n) -> k.sumOfPowers(o.x, at, Math.min(n, 1000), 2.5)),
                new Operation("dot", (k, o, at, n) -> k.dot(o.x, at, o.y, at, n)),
                new Operation("deviation dot", (k, o, at, n) -> k.deviationDot(o.x, at, o.y, at, n, 0.1)),
                new Operation("maximum", (k, o, at, n) -> k.maximum(o.x, at, n)),
                new Operation("maximumAbsolute", (k, o, at, n) -> k.maximumAbsolute(o.x, at, n)),
                new Operation("exponentials", (k, o, at, n) -> k.exponentials(o.x, at, o.out, at, n, 1.7)));
    }

    private static List<Operation> elementwise() {
        return List.of(
                of("fill", (k, o, at, n) -> k.fill(o.out, at, n, 0.3)),
                of("copy", (k, o, at, n) -> k.copy(o.x, at, o.out, at, n)),
                of("scale", (k, o, at, n) -> k.scale(o.x, at, o.out, at, n, 1.1)),
                of("scaleAndShift", (k, o, at, n) -> k.scaleAndShift(o.x, at, o.out, at, n, 1.1, -0.2)),
                of("addScaled", (k, o, at, n) -> k.addScaled(o.x, at, o.out, at, n, 1.1)),
                of("add", (k, o, at, n) -> k.add(o.x, at, o.y, at, o.out, at, n)),
                of("subtract", (k, o, at, n) -> k.subtract(o.x, at, o.y, at, o.out, at, n)),
                of("multiply", (k, o, at, n) -> k.multiply(o.x, at, o.y, at, o.out, at, n)),
                of("multiplyAdd", (k, o, at, n) -> k.multiplyAdd(o.x, at, o.y, at, o.out, at, n)),
                of("step", (k, o, at, n) -> k.step(o.x, at, o.out, at, n, 0.3, 1.25)),
                of("clamp", (k, o, at, n) -> k.clamp(o.x, at, o.out, at, n, -0.5, 0.7)),
                of("inverseRoots", (k, o, at, n) -> k.inverseRoots(o.positive, at, o.out, at, n, 1e-5)),
                of("addSums", (k, o, at, n) -> k.addSums(o.sums, at, o.out, at, n)),
                of("addPartSums", (k, o, at, n) -> k.addPartSums(o.sums, at, ROWS, n, o.out, at, n)));
    }

    private static List<Operation> rows() {
        return List.of(
                of("addToRows", (k, o, at, n) -> k.addToRows(o.x, at, o.out, at, ROWS, n)),
                of("multiplyRows", (k, o, at, n) -> k.multiplyRows(o.x, at, o.y, at, o.out, at, ROWS, n)),
                of("rowMoments", (k, o, at, n) -> k.rowMoments(o.x, at, ROWS, n, o.out, at, o.out, at + ROWS)),
                of("rowMeanSquares", (k, o, at, n) -> k.rowMeanSquares(o.x, at, ROWS, n, o.out, at)),
                of(
                        "rowNormalize",
                        (k, o, at, n) -> k.rowNormalize(
                                o.x, at, o.y, 0, o.positive, 0, o.y, at, o.positive, at, o.out, at, ROWS, n)),
                of(
                        "rowNormalize bare",
                        (k, o, at, n) ->
                                k.rowNormalize(o.x, at, NONE, 0, o.positive, 0, NONE, 0, NONE, 0, o.out, at, ROWS, n)),
                of(
                        "rowNormalizeBackward",
                        (k, o, at, n) -> k.rowNormalizeBackward(
                                o.x, at, o.y, at, o.y, 0, o.positive, 0, o.positive, at, o.out, at, ROWS, n)),
                of(
                        "rowNormalizeBackward bare",
                        (k, o, at, n) -> k.rowNormalizeBackward(
                                o.x, at, o.y, at, NONE, 0, o.positive, 0, NONE, 0, o.out, at, ROWS, n)),
                of(
                        "rowNormalizedDots",
                        (k, o, at, n) ->
                                k.rowNormalizedDots(o.x, at, o.y, at, o.y, 0, o.positive, 0, ROWS, n, o.sums, at)));
    }

    private static List<Operation> columns() {
        return List.of(
                of("columnSums", (k, o, at, n) -> k.columnSums(o.x, at, ROWS, n, o.sums, at)),
                of("columnDots", (k, o, at, n) -> k.columnDots(o.x, at, o.y, at, ROWS, n, o.sums, at)),
                of("columnMoments", (k, o, at, n) -> k.columnMoments(o.x, at, ROWS, n, o.sums, at, o.sums, at + n)),
                of(
                        "columnNormalize",
                        (k, o, at, n) ->
                                k.columnNormalize(o.x, at, o.y, at, o.positive, at, o.x, at + n, o.out, at, ROWS, n)),
                of(
                        "columnNormalizedDots",
                        (k, o, at, n) -> k.columnNormalizedDots(
                                o.x, at, o.y, at, o.y, at + n, o.positive, at, ROWS, n, o.sums, at)),
                of(
                        "columnNormalizeBackward",
                        (k, o, at, n) -> k.columnNormalizeBackward(
                                o.x,
                                at,
                                o.y,
                                at,
                                o.y,
                                at + n,
                                o.positive,
                                at,
                                o.positive,
                                at + n,
                                o.x,
                                at + n,
                                o.x,
                                at,
                                o.out,
                                at,
                                ROWS,
                                n)),
                of("transpose", (k, o, at, n) -> k.transpose(o.x, at, n, ROWS, o.out, at)),
                of("transpose square", (k, o, at, n) -> {
                    long side = (long) Math.sqrt((double) n);
                    k.transpose(o.x, at, side, side, o.out, at);
                }));
    }

    interface Action {
        void run(Kernels k, Operands o, long at, long n);
    }

    static Operation of(String name, Action action) {
        return new Operation(name, (k, o, at, n) -> {
            action.run(k, o, at, n);
            return 0;
        });
    }
}
