package io.fletching.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.arrow.Memory;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Optimizer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EvaluationWeightsTest {
    private final Memory memory = Memory.create();
    private final Variables variables = new Variables(memory);

    @AfterEach
    void nothingIsLeft() {
        memory.close();
        assertThat(memory.bytes()).isZero();
    }

    private UpdaterBuilder updater(Optimizer optimizer) {
        return Updater.of(variables).optimizer(Technique.of(optimizer));
    }

    @Test
    void anAverageFollowsTheUpdatesAndIsExchangedBitForBit() {
        Variable one = UpdaterTest.fill(variables, "one", 1, 70_000);
        Variable fixed = UpdaterTest.fill(variables, "fixed", 2, 5);
        Updater updater = updater(new Rules.Plain("plain"))
                .average(0.9)
                .group(ParameterGroup.of("fixed").frozen(true))
                .build();
        assertThat(updater.hasEvaluationWeights()).isTrue();
        double average = 0;
        for (int i = 1; i <= 4; i++) {
            updater.update(1, 1);
            double value = one.value().get(69_999);
            average = i == 1 ? value : 0.9 * average + 0.1 * value;
        }
        String before = variables.sha256();
        double last = fixed.value().get(0);
        double seen = updater.evaluate(() -> {
            assertThatThrownBy(() -> updater.update(1, 1)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(updater::state).isInstanceOf(IllegalStateException.class);
            assertThat(fixed.value().get(0)).isEqualTo(last);
            return one.value().get(69_999);
        });
        assertThat(seen)
                .isEqualTo(average, within(1e-6))
                .isNotCloseTo(one.value().get(69_999), within(1e-3));
        assertThat(variables.sha256()).isEqualTo(before);
        assertThat(updater.state().get("one/average").get(69_999)).isEqualTo(seen);

        updater.adoptEvaluationWeights();
        updater.adoptEvaluationWeights();
        assertThat(one.value().get(69_999)).isEqualTo(seen);
        assertThatThrownBy(() -> updater.update(1, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsThrownWhileJudgingLeavesTheWeights() {
        UpdaterTest.fill(variables, "one", 1, 10);
        Updater updater = updater(new Rules.Plain("plain")).average(0.9).build();
        updater.update(1, 1);
        updater.update(1, 1);
        String before = variables.sha256();
        assertThatThrownBy(() -> updater.evaluate(() -> {
                    throw new IllegalArgumentException("judge");
                }))
                .hasMessage("judge");
        assertThat(variables.sha256()).isEqualTo(before);
        assertThat(updater.update(1, 1).applied()).isTrue();
    }

    @Test
    void aRulesOwnWeightsAreMadeOfItsState() {
        Variable one = UpdaterTest.fill(variables, "one", 1, 70_000);
        Updater updater = updater(new Schedulefree()).build();
        double start = one.value().get(69_999);
        assertThat(updater.<Double>evaluate(() -> one.value().get(69_999))).isEqualTo(start);
        updater.update(1, 1);
        updater.update(1, 1);
        double value = one.value().get(69_999);
        double point = updater.state().get("one/schedulefree/point").get(69_999);
        double expected = value + (0.5 + 0.1 / 2) * (point - value);
        assertThat(updater.<Double>evaluate(() -> one.value().get(69_999))).isEqualTo(expected, within(1e-6));
        assertThat(one.value().get(69_999)).isEqualTo(value);
    }

    @Test
    void withoutOneTheWeightsAreThemselves() {
        UpdaterTest.fill(variables, "one", 1, 10);
        Updater updater = updater(new Rules.Plain("plain")).build();
        assertThat(updater.hasEvaluationWeights()).isFalse();
        updater.adoptEvaluationWeights();
        assertThat(updater.update(1, 1).applied()).isTrue();
    }

    @Test
    void twoSortsOfAverageOrAWrongDecayAreRefused() {
        UpdaterTest.fill(variables, "one", 1, 10);
        assertThatThrownBy(() -> updater(new Schedulefree()).average(0.9).build())
                .isInstanceOf(FletchingException.class)
                .hasMessageContaining("'schedulefree' averages weights itself");
        assertThatThrownBy(() -> updater(new Rules.Plain("plain")).average(1))
                .hasMessage("The decay of the average is '1.0'; expected [0, 1).");
    }

    @Test
    void aPowerOfTwoAsLossScaleChangesNoBit() {
        Set<String> results = new HashSet<>();
        for (boolean scaled : new boolean[] {false, true}) {
            var model = new Variables(memory);
            Variable one = UpdaterTest.fill(model, "one", 3, 500, 3);
            UpdaterBuilder plan = Updater.of(model).optimizer(Technique.of(new Rules.Ratio()));
            Updater updater = (scaled ? plan.lossScale(new LossScale(1024, 2, 0.5, 2)) : plan).build();
            for (int i = 0; i < 5; i++) {
                for (long at = 0; at < one.gradient().size(); at++) {
                    one.gradient().set(at, updater.lossScale() * (at % 7 - 3.25));
                }
                assertThat(updater.update(1, 1).applied()).isTrue();
            }
            assertThat(updater.lossScale()).isEqualTo(scaled ? 4096 : 1);
            results.add(model.sha256());
        }
        assertThat(results).hasSize(1);
    }

    @Test
    void anOverflowLowersTheScaleUntilItCannotBeTheCause() {
        Variable one = UpdaterTest.fill(variables, "one", 1, 10);
        Updater updater = updater(new Rules.Plain("plain"))
                .lossScale(new LossScale(4, 2, 0.5, 100))
                .build();
        one.gradient().set(3, Double.POSITIVE_INFINITY);
        String before = variables.sha256();
        for (double expected : new double[] {2, 1}) {
            assertThat(updater.update(1, 1).applied()).isFalse();
            assertThat(updater.lossScale()).isEqualTo(expected);
        }
        assertThatThrownBy(() -> updater.update(1, 1)).hasMessageContaining("the gradient of 'one' is 'Infinity'");
        assertThat(variables.sha256()).isEqualTo(before);
        assertThat(updater.number()).isZero();
        assertThatThrownBy(() -> new LossScale(0.5, 2, 0.5, 1)).hasMessageContaining("The initial of a loss scale");
    }
}
