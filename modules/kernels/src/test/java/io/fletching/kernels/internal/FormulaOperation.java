package io.fletching.kernels.internal;

import static io.fletching.kernels.FusedLoop.NONE;

import io.fletching.kernels.FusedLoop;
import io.fletching.kernels.Kernels;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A formula under both twins: each operator alone, and one that has them all, with numbers and constants.
final class FormulaOperation implements Operation.Body {
    private static final Node X = new Node.Operand(0);
    private static final Node Y = new Node.Operand(1);
    private static final Node OUT = new Node.Operand(2);
    private static final int RESULT = 2;

    private final FusedLoop scalar;
    private final Map<Integer, Node> results;
    private @Nullable FusedLoop vector;

    /// Slices are on the heap: made once for an offset, so that a run allocates nothing.
    private @Nullable Operands sliced;

    private long slicedAt;
    private MemorySegment x = NONE;
    private MemorySegment y = NONE;
    private MemorySegment out = NONE;

    private FormulaOperation(Node result) {
        this.results = new LinkedHashMap<>(Map.of(RESULT, result));
        this.scalar = LoopCompiler.compile(results, false);
    }

    static Stream<Operation> all() {
        var alone = Stream.of(Operator.values())
                .map(operator -> new Operation(
                        "formula " + operator,
                        new FormulaOperation(
                                new Node.Applied(operator, List.of(X, Y, OUT).subList(0, arguments(operator))))));
        return Stream.concat(alone, Stream.of(new Operation("formula", new FormulaOperation(together()))));
    }

    private static int arguments(Operator operator) {
        return switch (operator) {
            case NEGATIVE, MAGNITUDE, SIGN, ROOT -> 1;
            case PLUS, MINUS, TIMES, OVER, MAX -> 2;
            case FMA -> 3;
        };
    }

    private static Node together() {
        var number = new Node.Given(5);
        var uniform = of(Operator.ROOT, of(Operator.FMA, number, new Node.Constant(0.3f), new Node.Constant(2)));
        var size = of(Operator.MAX, of(Operator.MAGNITUDE, X), uniform);
        var ratio = of(Operator.OVER, of(Operator.SIGN, Y), of(Operator.ROOT, size));
        return of(
                Operator.MINUS,
                of(Operator.FMA, of(Operator.NEGATIVE, number), ratio, OUT),
                of(Operator.TIMES, size, of(Operator.PLUS, X, Y)));
    }

    private static Node of(Operator operator, Node... arguments) {
        return new Node.Applied(operator, List.of(arguments));
    }

    @Override
    public double run(Kernels k, Operands o, long at, long n) {
        if (sliced != o || slicedAt != at) {
            sliced = o;
            slicedAt = at;
            x = o.x.asSlice(at * Float.BYTES);
            y = o.y.asSlice(at * Float.BYTES);
            out = o.out.asSlice(at * Float.BYTES);
        }
        twin(k).run(n, x, y, out, NONE, NONE, 0, 0, 0, 0, 0, 0.7);
        return 0;
    }

    private FusedLoop twin(Kernels k) {
        if (k.name().equals("scalar")) {
            return scalar;
        }
        if (vector == null) {
            vector = LoopCompiler.compile(results, true);
        }
        return Objects.requireNonNull(vector);
    }
}
