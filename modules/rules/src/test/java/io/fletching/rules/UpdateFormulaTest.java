package io.fletching.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.kernels.Term;
import io.fletching.spi.DType;
import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Update;
import io.fletching.tck.OptimizerTrial;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class UpdateFormulaTest {
    private static final Option<Double> LR = Option.learningRate(0.1);
    private static final StateSlot A = StateSlot.like("a").initially(1);
    private static final StateSlot B = StateSlot.like("b").initially(2);
    private static final StateSlot C = StateSlot.like("c").initially(3);

    /// An optimizer that is a formula.
    private record Written(Consumer<UpdateFormula> formula) implements Optimizer {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("written", "A formula of a test", LR);
        }

        @Override
        public Rule bind(Options options) {
            var writing = new UpdateFormula();
            formula.accept(writing);
            return writing.compile();
        }

        OptimizerTrial trial() {
            return OptimizerTrial.of(this, Map.of(), Shape.of(1));
        }
    }

    @Test
    void momentumByHand() {
        var optimizer = new Written(formula -> {
            var p = formula.parameter();
            var v = formula.state(StateSlot.like("velocity"));
            var lr = formula.number(Update::learningRate);
            var moved = formula.set(v, v.times(0.5).plus(formula.gradient()));
            formula.set(p, p.minus(lr.times(moved)));
        });
        try (var trial = optimizer.trial()) {
            trial.parameter().set(0, 1);
            trial.gradient().set(0, 4);
            trial.gradientScale(0.5).step();
            assertThat(trial.kept().get("velocity").get(0)).isEqualTo(2);
            assertThat(trial.parameter().get(0)).isCloseTo(0.8, within(1e-7));
            trial.step();
            assertThat(trial.kept().get("velocity").get(0)).isEqualTo(3);
            assertThat(trial.parameter().get(0)).isCloseTo(0.5, within(1e-7));
        }
    }

    /// Five numbers, each where it was declared, and anew for each update.
    @Test
    void numbersAreOfTheUpdate() {
        var optimizer = new Written(formula -> {
            var sum = formula.number(update -> update.number());
            double place = 10;
            for (double digit = 2; digit <= 5; digit++, place *= 10) {
                double value = digit;
                sum = sum.plus(formula.number(update -> value * update.number()).times(place));
            }
            formula.set(formula.parameter(), sum);
        });
        try (var trial = optimizer.trial()) {
            trial.step();
            assertThat(trial.parameter().get(0)).isEqualTo(54_321);
            trial.step();
            assertThat(trial.parameter().get(0)).isEqualTo(2 * 54_321);
        }
    }

    @Test
    void statesAreInTheLayoutAndInTheLoopInTheirOrder() {
        var optimizer = new Written(formula -> {
            var a = formula.state(A);
            var b = formula.state(B);
            var c = formula.state(C);
            formula.set(formula.parameter(), a.plus(b.times(10)).plus(c.times(100)));
            formula.set(b, formula.gradient());
        });
        var rule = optimizer.bind(optimizer.descriptor().parse(Map.of()));
        assertThat(rule.layout(Parameter.of("p", Shape.of(1)))).isEqualTo(StateLayout.elementwise(A, B, C));
        try (var trial = optimizer.trial()) {
            trial.gradient().set(0, 7);
            trial.step();
            assertThat(trial.parameter().get(0)).isEqualTo(321);
            assertThat(trial.kept().values()).map(state -> state.get(0)).containsExactly(1.0, 7.0, 3.0);
        }
    }

    @Test
    void weightDecayIsCoupledOrNot() {
        var coupled = new Written(formula -> formula.set(formula.parameter(), formula.gradientWithDecay(0.5)));
        try (var trial = coupled.trial()) {
            trial.parameter().set(0, 8);
            trial.gradient().set(0, 4);
            trial.gradientScale(2).decay(0.25).step();
            assertThat(trial.parameter().get(0)).isEqualTo(8 + 0.25 * 0.5 * 8);
        }
        var decoupled = new Written(formula -> formula.set(formula.parameter(), formula.parameterAfterDecay(0.5)));
        try (var trial = decoupled.trial()) {
            trial.parameter().set(0, 8);
            trial.decay(0.25).step();
            assertThat(trial.parameter().get(0)).isCloseTo(8 * (1 - 0.1 * 0.5 * 0.25), within(1e-6));
        }
    }

    @Test
    void evaluationIsWithAStateFromTheFirstUpdateOn() {
        var averaging = new Written(formula -> {
            var a = formula.state(A);
            formula.set(a, a.times(0.5).plus(formula.parameter()));
            formula.evaluateWith(A);
        });
        assertThat(averaging.bind(averaging.descriptor().parse(Map.of())).hasEvaluationWeights())
                .isTrue();
        try (var trial = averaging.trial()) {
            trial.parameter().set(0, 8);
            assertThat(trial.evaluationWeights().get(0)).isEqualTo(8);
            trial.step();
            assertThat(trial.evaluationWeights().get(0)).isEqualTo(8.5);
            assertThat(trial.parameter().get(0)).isEqualTo(8);
        }
        var plain = new Written(formula -> formula.set(formula.parameter(), formula.gradient()));
        assertThat(plain.bind(plain.descriptor().parse(Map.of())).hasEvaluationWeights())
                .isFalse();
    }

    @Test
    void mistakesAreTold() {
        assertThatThrownBy(() -> write(formula -> formula.parameter().plus(formula.gradient())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The formula sets nothing; expected a new value of the parameter or of a state.");
        assertThatThrownBy(() -> write(formula -> formula.set(formula.gradient(), Term.of(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Only an operand can be set;");
        assertThatThrownBy(() -> write(formula -> {
                    formula.set(formula.parameter(), formula.state(A));
                    formula.set(formula.parameter(), formula.state(B));
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("is set twice.");
        assertThatThrownBy(() -> write(formula -> formula.set(formula.state(A), formula.state(A))))
                .isInstanceOf(FletchingException.class)
                .hasMessage("A layout declares the slot 'a' twice.");
        assertThatThrownBy(() -> write(formula -> formula.evaluateWith(A)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Evaluation with 'a:F32 LIKE[] KEPT', which is no state of the formula; declare it first.");
    }

    @Test
    void aStateHasAnF32ElementForEachElement() {
        for (var slot :
                new StateSlot[] {StateSlot.fixed("sum"), StateSlot.like("codes").as(DType.I8)}) {
            assertThatThrownBy(() -> write(formula -> formula.state(slot)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The state '" + slot
                            + "' cannot be in a formula; expected an F32 element for each element of the parameter.");
        }
    }

    @Test
    void threeStatesAndFiveNumbersAtMost() {
        assertThatThrownBy(() -> write(formula -> {
                    for (String name : new String[] {"a", "b", "c", "d"}) {
                        formula.set(formula.state(StateSlot.like(name)), Term.of(1));
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A formula has at most 5 operands.");
        assertThatThrownBy(() -> write(formula -> {
                    for (int i = 0; i < 6; i++) {
                        formula.number(Update::decay);
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A formula has at most 6 numbers.");
    }

    private static void write(Consumer<UpdateFormula> formula) {
        var optimizer = new Written(formula);
        optimizer.bind(optimizer.descriptor().parse(Map.of()));
    }
}
