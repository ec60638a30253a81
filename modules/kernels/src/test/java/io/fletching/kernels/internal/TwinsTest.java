package io.fletching.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The vector twin gives the bits of the scalar one, at every offset and at odd lengths, and writes nothing beside.
class TwinsTest {

    private static final ScalarFloat SCALAR = new ScalarFloat();
    private static final ScalarFloat VECTOR = new VectorFloat();
    private static final int MARGIN = 48;

    private static final Arena ARENA = Arena.ofShared();
    private static final Operands SMALL = new Operands(ARENA, SCALAR, 500, false);
    private static final Operands SPECIAL = new Operands(ARENA, SCALAR, 500, true);
    private static final Operands LARGE = new Operands(ARENA, SCALAR, 200_003 * Operation.ROWS + MARGIN, false);

    @AfterAll
    static void release() {
        ARENA.close();
    }

    static Stream<Operation> operations() {
        return Operation.all().stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void agreeAtEveryOffsetAndSmallLength(Operation operation) {
        for (int at = 0; at <= 17; at++) {
            for (int n = 0; n <= 130; n++) {
                compare(operation, SMALL, at, n);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void agreeOnSpecialValues(Operation operation) {
        for (int at = 0; at <= 17; at += 3) {
            for (int n = 1; n <= 130; n += 3) {
                compare(operation, SPECIAL, at, n);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void agreeAroundBlocks(Operation operation) {
        for (long n : new long[] {65_535, 65_536, 65_537, 200_003}) {
            compare(operation, LARGE, 7, n);
        }
    }

    private static void compare(Operation operation, Operands operands, long at, long n) {
        List<Long> hashes = new ArrayList<>();
        long touched = n * Operation.ROWS + MARGIN;
        for (ScalarFloat twin : List.of(SCALAR, VECTOR)) {
            operands.reset(touched);
            double result = operation.body().run(twin, operands, at, n);
            hashes.add(operands.hash(touched) * 31 + Double.doubleToLongBits(result));
        }
        assertThat(hashes.get(1))
                .as("%s at %d, %d elements", operation.name(), at, n)
                .isEqualTo(hashes.get(0));
    }
}
