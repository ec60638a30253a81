package io.fletching.kernels;

import static io.fletching.kernels.FusedLoop.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FormulaTest {
    private static final int N = 1_003;

    private interface Action {
        float of(float x, float y, float number);
    }

    /// Each operation is that of Java's float arithmetic, in the order in which it is written.
    @Test
    void computesWhatItSays() {
        var formula = new Formula();
        var x = formula.operand();
        var y = formula.operand();
        var number = formula.number();
        check(x.plus(y).times(number), (a, b, c) -> (a + b) * c);
        check(x.minus(y).over(number), (a, b, c) -> (a - b) / c);
        check(x.negative().max(y), (a, b, c) -> Math.max(-a, b));
        check(Term.fma(x, y, number), Math::fma);
        check(x.magnitude().root(), (a, b, c) -> (float) Math.sqrt(Math.abs(a)));
        check(x.sign().times(0.1), (a, b, c) -> Math.signum(a) * 0.1f);
        check(x.averaging(y, 0.9), (a, b, c) -> Math.fma(0.9f, a, b * (float) (1 - 0.9)));
        check(x.averagingSquare(y, 0.9), (a, b, c) -> Math.fma(0.9f, a, b * (float) (1 - 0.9) * b));
        check(number.times(number).root(), (a, b, c) -> (float) Math.sqrt(c * c));
    }

    private static void check(Term term, Action expected) {
        var formula = new Formula();
        var x = formula.operand();
        formula.operand();
        formula.number();
        formula.set(x, term);
        try (var arena = Arena.ofConfined()) {
            var a = numbers(arena, 1);
            var b = numbers(arena, 2);
            var before = a.toArray(ValueLayout.JAVA_FLOAT);
            formula.compile().run(N, a, b, NONE, NONE, NONE, 0.7, 0, 0, 0, 0, 0);
            for (int i = 0; i < N; i++) {
                float y = b.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                assertThat(a.getAtIndex(ValueLayout.JAVA_FLOAT, i))
                        .as("%s at %d", term, i)
                        .isEqualTo(expected.of(before[i], y, 0.7f));
            }
        }
    }

    /// An operand is what memory held before, whatever else is set, and in whatever order.
    @Test
    void readsBeforeItWrites() {
        var formula = new Formula();
        var x = formula.operand();
        var y = formula.operand();
        formula.set(x, y);
        formula.set(y, x);
        try (var arena = Arena.ofConfined()) {
            var a = numbers(arena, 1);
            var b = numbers(arena, 2);
            formula.compile().run(N, a, b, NONE, NONE, NONE, 0, 0, 0, 0, 0, 0);
            assertThat(a.mismatch(numbers(arena, 2))).isEqualTo(-1);
            assertThat(b.mismatch(numbers(arena, 1))).isEqualTo(-1);
        }
    }

    @Test
    void formulasThatDifferInConstantsShareAClassAndNotTheConstants() {
        var half = times(0.5);
        var third = times(3);
        assertThat(half.getClass()).isSameAs(third.getClass());
        try (var arena = Arena.ofConfined()) {
            var a = numbers(arena, 1);
            half.run(N, a, NONE, NONE, NONE, NONE, 0, 0, 0, 0, 0, 0);
            third.run(1, a, NONE, NONE, NONE, NONE, 0, 0, 0, 0, 0, 0);
            float first = numbers(arena, 1).get(ValueLayout.JAVA_FLOAT, 0);
            assertThat(a.get(ValueLayout.JAVA_FLOAT, 0)).isEqualTo(first * 0.5f * 3);
        }
    }

    private static FusedLoop times(double factor) {
        var formula = new Formula();
        var x = formula.operand();
        formula.set(x, x.times(factor));
        return formula.compile();
    }

    @Test
    void nothingIsTouchedBesideTheElements() {
        try (var arena = Arena.ofConfined()) {
            var a = numbers(arena, 1);
            times(0.5).run(0, a, NONE, NONE, NONE, NONE, 0, 0, 0, 0, 0, 0);
            times(0.5).run(17, a, NONE, NONE, NONE, NONE, 0, 0, 0, 0, 0, 0);
            assertThat(a.mismatch(numbers(arena, 1))).isLessThan(4);
            assertThat(a.asSlice(17 * 4).mismatch(numbers(arena, 1).asSlice(17 * 4)))
                    .isEqualTo(-1);
            assertThatThrownBy(() -> times(0.5).run(N + 1, a, NONE, NONE, NONE, NONE, 0, 0, 0, 0, 0, 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void mistakesAreRefused() {
        var formula = new Formula();
        var x = formula.operand();
        formula.set(x, Term.of(1));
        assertThatThrownBy(() -> formula.set(x, x)).hasMessage("The operand 'operand 0' is set twice.");
        assertThatThrownBy(() -> formula.set(x.root(), x))
                .hasMessage("Only an operand can be set; this term is 'root(operand 0)'.");
        assertThatThrownBy(() -> Stream.generate(formula::operand).limit(5).toList())
                .hasMessage("A formula has at most 5 operands.");
        assertThatThrownBy(() -> Stream.generate(formula::number).limit(7).toList())
                .hasMessage("A formula has at most 6 numbers.");
    }

    private static MemorySegment numbers(Arena arena, long seed) {
        var random = new SplittableRandom(seed);
        var segment = arena.allocate(N * 4L, 64);
        for (int i = 0; i < N; i++) {
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
        }
        return segment;
    }
}
