package io.fletching.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.arrow.Memory;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.ParameterGroup;
import io.fletching.runtime.Technique;
import io.fletching.runtime.Updater;
import io.fletching.runtime.Variable;
import io.fletching.runtime.Variables;
import io.fletching.spi.DType;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What optimizers of other libraries get wrong, as read in their sources: their figure, and ours.
class PeerMistakesTest {
    private static final Catalog CATALOG = Catalog.load();
    private static final Technique<Optimizer> ADAM = CATALOG.optimizer("adam");
    private static final double LR = 1e-3;
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;

    private final Memory memory = Memory.create();
    private final Variables variables = new Variables(memory);

    @AfterEach
    void close() {
        memory.close();
    }

    private Variable one(String name, double gradient) {
        var variable = variables.create(Parameter.of(name, Shape.of(1)), DType.F32);
        variable.value().set(0, 0);
        variable.gradient().set(0, gradient);
        return variable;
    }

    private void updates(Technique<Optimizer> optimizer, int count, ParameterGroup... groups) {
        var builder = Updater.of(variables).optimizer(optimizer);
        for (ParameterGroup group : groups) {
            builder = builder.group(group);
        }
        try (var updater = builder.build()) {
            for (int i = 0; i < count; i++) {
                updater.update(1, 1);
            }
        }
    }

    /// The first Adam step from zero along a gradient of 1, with another count and powers of other betas.
    private static double adam(double lr, double power1, double power2) {
        double rate = lr * Math.sqrt(1 - power2) / (1 - power1);
        return -rate * (1 - BETA1) / Math.sqrt(1 - BETA2);
    }

    /// DL4J's updaterAdam.cpp makes a rate that comes out as zero the epsilon.
    @Test
    void aRateOfZeroMovesNothing() {
        var weight = one("weight", 1);
        updates(ADAM.with("lr", "0"), 1);
        double theirs = -1e-8 * (1 - BETA1) / Math.sqrt(1 - BETA2);
        tell("a rate of 0", theirs, weight.value().get(0));
        assertThat(theirs).isNotZero();
        assertThat(weight.value().get(0)).isZero();
    }

    /// DJL's Optimizer.java counts the updates of the parameter that has had most, so that one which joins
    /// late has its moments corrected as if they were old.
    @Test
    void aParameterThatWasFrozenHasACountOfItsOwn() {
        one("first", 1);
        var late = one("late", 1);
        updates(ADAM, 99, ParameterGroup.of("late").frozen(true));
        assertThat(late.value().get(0)).isZero();
        updates(ADAM, 1);
        double theirs = adam(LR, Math.pow(BETA1, 100), Math.pow(BETA2, 100));
        tell("the first update after 99 of another", theirs, late.value().get(0));
        assertThat(theirs).isNotCloseTo(-LR, within(1e-5));
        assertThat(late.value().get(0)).isCloseTo(-LR, within(1e-9));
    }

    /// Keras takes the powers of the betas in the type of the variable. In float16 0.999 is 0.99902, and in
    /// bfloat16 it is 1: then the rate is the root of 1 − 1, and nothing moves at all.
    @Test
    void thePowersOfTheBetasAreFloat64() {
        var weight = one("weight", 1);
        updates(ADAM, 1);
        double inFloat16 = adam(LR, float16(BETA1), float16(BETA2));
        double inBfloat16 = adam(LR, bfloat16(BETA1), bfloat16(BETA2));
        tell("the first update, powers in float16", inFloat16, weight.value().get(0));
        tell("the first update, powers in bfloat16", inBfloat16, weight.value().get(0));
        assertThat(inFloat16).isNotCloseTo(-LR, within(1e-5));
        assertThat(inBfloat16).isZero();
        assertThat(weight.value().get(0)).isCloseTo(-LR, within(1e-9));
    }

    private static double float16(double value) {
        return Float.float16ToFloat(Float.floatToFloat16((float) value));
    }

    private static double bfloat16(double value) {
        return Float.intBitsToFloat((Float.floatToRawIntBits((float) value) + 0x8000) & 0xffff0000);
    }

    /// "Decoupled" weight decay is still times the rate in PyTorch, Optax and Keras; the paper multiplies it by the
    /// schedule alone.
    @Test
    void decayCanBeDecoupledFromTheRate() {
        var weight = variables.create(Parameter.of("weight", Shape.of(1, 1)), DType.F32);
        weight.value().set(0, 1);
        weight.gradient().set(0, 0);
        var paper = CATALOG.optimizer("adamw").with(Map.of("decay-by", "schedule", "weight-decay", "0.5"));
        try (var updater = Updater.of(variables).optimizer(paper).build()) {
            updater.update(0.25, 1);
        }
        double theirs = 1 - 0.25 * LR * 0.5;
        tell(
                "what a decay of 0.5 leaves at a quarter of the schedule",
                theirs,
                weight.value().get(0));
        assertThat(weight.value().get(0)).isEqualTo(1 - 0.25 * 0.5);
    }

    private static void tell(String what, double theirs, double ours) {
        System.out.printf("peers: %s: theirs %.6g, ours %.6g%n", what, theirs, ours);
    }
}
