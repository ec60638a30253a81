package io.fletching.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.arrow.Memory;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdaterTest {
    private final Memory memory = Memory.create();
    private final Variables variables = new Variables(memory);

    @AfterEach
    void nothingIsLeft() {
        memory.close();
        assertThat(memory.bytes()).isZero();
    }

    static List<Optimizer> optimizers() {
        return List.of(new Rules.Plain("plain"), new Rules.Ratio(), new Rules.Factored(), new Rules.Shared());
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void anyNumberOfThreadsGivesTheSameBits(Optimizer optimizer) {
        Set<String> results = new HashSet<>();
        for (int threads : List.of(1, 2, 7)) {
            try (Memory own = Memory.create();
                    Workers workers = Workers.of(threads)) {
                var model = new Variables(own);
                fill(model, "bias", 1, 300);
                fill(model, "small", 2, 20, 30);
                fill(model, "large", 3, 200, 400);
                fill(model, "tall", 4, 25_000, 3);
                Updater updater = Updater.of(model)
                        .optimizer(Technique.of(optimizer))
                        .clipper(Technique.of(new Clippers.Norm()).with("maximum", "3"))
                        .clipper(Technique.of(new Clippers.Value()).with("maximum", "0.01"))
                        .clipper(Technique.of(new Clippers.Sum()).with("maximum", "40"))
                        .workers(workers)
                        .build();
                for (int i = 0; i < 2; i++) {
                    updater.update(1, 0.5);
                }
                results.add(model.sha256() + " " + Digest.sha256(updater.state()));
            }
        }
        assertThat(results).hasSize(1);
    }

    @Test
    void aTensorWithoutElementsTakesPart() {
        variable("empty", 0);
        assertThat(updater(new Rules.Plain("plain")).build().update(1, 1).norm())
                .isZero();
    }

    @Test
    void thePiecesOfARuleThatCombinesMeetAcrossParts() {
        Variable large = fill(variables, "large", 3, 200_000);
        double weights = 0;
        double means = 0;
        for (long i = 0; i < large.value().size(); i++) {
            weights += Math.pow(large.value().get(i), 2);
            means += Math.pow((float) (0.45 + 0.1 * large.gradient().get(i)) / 0.1, 2);
        }
        double expected = large.value().get(199_999)
                - 0.1
                        * Math.sqrt((weights + 1e-3) / (means + 1e-3))
                        * (0.45 + 0.1 * large.gradient().get(199_999))
                        / 0.1;
        updater(new Rules.Ratio()).build().update(1, 1);
        assertThat(large.value().get(199_999)).isEqualTo(expected, within(1e-5));
    }

    @Test
    void chunkSlotsStartEveryUpdateAtZero() {
        fill(variables, "small", 1, 30, 20);
        fill(variables, "large", 2, 25_000, 3);
        Updater updater = updater(new Rules.Factored()).build();
        updater.update(0, 1);
        double small = updater.state().get("small/factored/columns").get(1);
        double large = updater.state().get("large/factored/columns").get(1);
        updater.update(0, 1);
        assertThat(updater.state().get("small/factored/columns").get(1)).isEqualTo(1.9 * small, within(1e-4));
        assertThat(updater.state().get("large/factored/columns").get(1)).isEqualTo(1.9 * large, within(1e-4));
    }

    @Test
    void scratchIsSharedAndStateNamed() {
        fill(variables, "a", 1, 300, 300);
        fill(variables, "b", 2, 300, 300);
        long before = memory.bytes();
        Updater updater = updater(new Rules.Shared()).build();
        assertThat(slots(updater)).containsOnlyKeys("a/shared/start", "b/shared/start");
        assertThat(updater.state().get("b/shared/start").get(7))
                .isEqualTo(variables.get("b").value().get(7));
        long tensor = 300L * 300 * 4;
        assertThat(memory.bytes() - before).isBetween(3 * tensor, 3 * tensor + 20_000);
        updater.close();
        assertThat(memory.bytes()).isEqualTo(before);
    }

    @Test
    void theClippersFactorIsFoldedIntoTheStep() {
        Variable one = variable("one", 4);
        one.gradient().set(0, 30);
        one.gradient().set(3, 40);
        UpdateReport report = updater(new Rules.Plain("plain"))
                .clipper(Technique.of(new Clippers.Norm()).with("maximum", "5"))
                .build()
                .update(0.5, 0.1);
        assertThat(report.norm()).isEqualTo(5, within(1e-12));
        assertThat(report.clipFactor()).as("the scale makes the norm 5 already").isBetween(0.9999, 1.0);
        assertThat(one.value().get(3)).isEqualTo(-0.1 * 0.5 * 4, within(1e-7));
        assertThat(one.gradient().get(3)).as("never written").isEqualTo(40);
    }

    @Test
    void theReportSaysWhatHappened() {
        Variable one = variable("one", 2);
        Variable two = variable("two", 2);
        one.gradient().set(0, 3);
        two.gradient().set(1, 4);
        Updater updater = updater(new Rules.Plain("plain"))
                .clipper(Technique.of(new Clippers.Norm()).with("maximum", "2"))
                .build();
        UpdateReport report = updater.update(0.5, 1);
        assertThat(report.applied()).isTrue();
        assertThat(report.norm()).isEqualTo(5);
        assertThat(report.clipFactor()).isEqualTo(0.4);
        assertThat(report.learningRate()).isEqualTo(0.05);
        assertThat(report.number()).isEqualTo(1);
        assertThat(report.gradientNorm(0)).isEqualTo(3);
        assertThat(report.gradientNorm(1)).isEqualTo(4);
        assertThat(updater.update(1, 1)).isSameAs(report);
        assertThat(report.number()).isEqualTo(2);
    }

    @Test
    void aHugeGradientHasAFiniteNorm() {
        Variable one = variable("one", 2);
        one.gradient().set(0, 3e20);
        one.gradient().set(1, 4e20);
        UpdateReport report = updater(new Rules.Plain("plain"))
                .clipper(Technique.of(new Clippers.Norm()))
                .build()
                .update(1, 1);
        assertThat(report.norm()).isEqualTo(5e20, within(1e14));
        assertThat(one.value().get(1)).isEqualTo(-0.08, within(1e-7));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aNonFiniteGradientChangesNothing(double bad) {
        fill(variables, "a", 1, 300);
        Variable large = fill(variables, "large", 2, 200_000);
        Updater updater = updater(new Rules.Ratio())
                .clipper(Technique.of(new Clippers.Sum()))
                .build();
        updater.update(1, 1);
        String before = variables.sha256() + Digest.sha256(updater.state());
        double good = large.gradient().get(131_072);
        large.gradient().set(131_072, bad);
        large.gradient().set(150_000, bad);
        assertThatThrownBy(() -> updater.update(1, 1))
                .isInstanceOfSatisfying(FletchingException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FletchingException.Kind.DATA);
                    assertThat(e.code()).isEqualTo("gradient-non-finite");
                })
                .hasMessageContaining("the gradient of 'large' is '" + bad + "' at element 131072");
        assertThat(variables.sha256() + Digest.sha256(updater.state())).isEqualTo(before);
        large.gradient().set(131_072, good);
        large.gradient().set(150_000, good);
        assertThat(updater.update(1, 1).number()).isEqualTo(2);
    }

    @Test
    void aNonFiniteGradientIsSkippedWhereTheClipperSaysSo() {
        Variable one = variable("one", 2);
        one.gradient().set(1, Double.NaN);
        Updater updater = updater(new Rules.Plain("plain"))
                .clipper(Technique.of(new Clippers.Norm()).with("on-non-finite", "skip"))
                .build();
        UpdateReport report = updater.update(1, 1);
        assertThat(report.applied()).isFalse();
        assertThat(report.refused()).isEqualTo("one");
        assertThat(report.skipped()).isEqualTo(1);
        assertThat(report.number()).isZero();
        assertThat(one.value().get(1)).isZero();
        one.gradient().set(1, 1);
        assertThat(updater.update(1, 1).applied()).isTrue();
        assertThat(report.refused()).isEmpty();
    }

    @Test
    void aNonFiniteGradientPropagatesWhereTheClipperSaysSo() {
        Variable one = variable("one", 2);
        one.gradient().set(1, Double.NaN);
        UpdateReport report = updater(new Rules.Plain("plain"))
                .clipper(Technique.of(new Clippers.Norm()).with("on-non-finite", "propagate"))
                .build()
                .update(1, 1);
        assertThat(report.applied()).isTrue();
        assertThat(one.value().get(1)).isNaN();
    }

    @Test
    void aClippersHistoryIsKept() {
        variable("one", 2);
        Updater updater = updater(new Rules.Plain("plain"))
                .clipper(Technique.of(new Clippers.Sum()))
                .build();
        updater.update(1, 1);
        assertThat(slots(updater)).containsOnlyKeys("clipper/0-sum/count");
        assertThat(updater.state().get("clipper/0-sum/count").get(0)).isEqualTo(101);
    }

    @Test
    void aFactorOfZeroIsTheClippersError() {
        variable("one", 2);
        assertThatThrownBy(() -> updater(new Rules.Plain("plain"))
                        .clipper(Technique.of(new Clippers.Broken()))
                        .build()
                        .update(1, 1))
                .hasMessage("The clipper 'broken' scales the gradient of 'one' by '0.0'; expected a finite number above"
                        + " 0.");
    }

    @Test
    void aProviderThatThrowsPoisonsTheUpdater() {
        variable("one", 2);
        Updater updater = updater(new Rules.Failing()).build();
        updater.update(1, 1);
        assertThatThrownBy(() -> updater.update(1, 1)).hasMessage("no more");
        assertThatThrownBy(() -> updater.update(1, 1))
                .isInstanceOfSatisfying(
                        FletchingException.class, e -> assertThat(e.code()).isEqualTo("updater-poisoned"))
                .hasMessageContaining("Update 2 failed half-way (no more)")
                .hasMessageContaining("Restore a checkpoint");
    }

    @Test
    void gradientsAreReadOnlyToOptimizers() {
        variable("one", 2);
        assertThatThrownBy(() -> updater(new Rules.Writing()).build().update(1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void vectorsTakeNoDecayUnlessAGroupSaysOtherwise() {
        Variable bias = constant("block.bias", 1, 3);
        Variable weight = constant("block.weight", 1, 3, 1);
        Variable other = constant("other.bias", 1, 3);
        Updater.of(variables)
                .optimizer(Technique.of(new Rules.Plain("plain")).with("decay", "0.5"))
                .group(ParameterGroup.of("other.*").decay(1))
                .build()
                .update(1, 1);
        assertThat(bias.value().get(0)).isEqualTo(1);
        assertThat(weight.value().get(0)).isEqualTo(0.95, within(1e-6));
        assertThat(other.value().get(0)).isEqualTo(0.95, within(1e-6));
    }

    @Test
    void groupsChangeRatesOptionsAndOptimizersAndLaterOnesWin() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            constant(name, 1, 2, 1).gradient().set(0, 1);
        }
        Updater updater = updater(new Rules.Plain("plain"))
                .group(ParameterGroup.of("*").learningRateFactor(2).frozen(true))
                .group(ParameterGroup.of("?").frozen(false))
                .group(ParameterGroup.of("b").learningRateFactor(3))
                .group(ParameterGroup.of("c").option("decay", "1").decay(0.5))
                .group(ParameterGroup.of("d").optimizer(Technique.of(new Rules.Ratio())))
                .group(ParameterGroup.of("e").frozen(true))
                .build();
        UpdateReport report = updater.update(1, 1);
        assertThat(value("a")).isEqualTo(0.8, within(1e-6));
        assertThat(value("b")).isEqualTo(0.7, within(1e-6));
        assertThat(value("c")).as("1 - 0.2 * 0.5 - 0.2").isEqualTo(0.7, within(1e-6));
        assertThat(slots(updater)).containsOnlyKeys("d/ratio/mean");
        assertThat(value("e")).isEqualTo(1);
        assertThat(report.gradientNorm(4))
                .as("a frozen parameter takes no part")
                .isZero();
        assertThat(report.norm()).isEqualTo(2);
    }

    @Test
    void aGroupThatMatchesNothingIsRefused() {
        variable("blocks.0.bias", 2);
        assertThatThrownBy(() -> updater(new Rules.Plain("plain"))
                        .group(ParameterGroup.of("block.0.bias"))
                        .build())
                .hasMessage("The parameter group 'block.0.bias' matches no parameter. Did you mean 'blocks.0.bias'?"
                        + " Parameters: [blocks.0.bias].");
    }

    /// A deep network has hundreds.
    @Test
    void manyNamesAreListedByTheirForms() {
        for (int block = 0; block < 30; block++) {
            variable("blocks." + block + ".bias", 2);
        }
        variable("head.bias", 2);
        assertThatThrownBy(() -> updater(new Rules.Plain("plain"))
                        .group(ParameterGroup.of("tail.bias"))
                        .build())
                .hasMessageEndingWith(" Parameters: [blocks.*.bias, head.bias].");
    }

    @Test
    void nothingToTrainOrNoOptimizerIsRefused() {
        variable("one", 2);
        assertThatThrownBy(() -> updater(new Rules.Plain("plain"))
                        .group(ParameterGroup.of("*").frozen(true))
                        .build())
                .hasMessageContaining("no parameter to train");
        assertThatThrownBy(() -> Updater.of(variables).build()).hasMessageContaining("has no optimizer");
        variables.create(Parameter.of("wide", Shape.of(2)), DType.F64);
        assertThatThrownBy(() -> updater(new Rules.Plain("plain")).build())
                .hasMessage(
                        "The optimizer 'plain' computes in [F32], and 'wide' in 'F64'; take another, or a model of F32,"
                                + " BF16 or F16, which computes in F32.");
    }

    @Test
    void scalesOutOfRangeAreRefused() {
        variable("one", 2);
        Updater updater = updater(new Rules.Plain("plain")).build();
        assertThatThrownBy(() -> updater.update(-1, 1))
                .hasMessage("The schedule factor is '-1.0'; expected a finite number of at least 0.");
        assertThatThrownBy(() -> updater.update(1, 0))
                .hasMessage("The gradient scale is '0.0'; expected a finite number above 0.");
    }

    private UpdaterBuilder updater(Optimizer optimizer) {
        return Updater.of(variables).optimizer(Technique.of(optimizer));
    }

    /// The state without numbers of updates.
    private static Map<String, Tensor> slots(Updater updater) {
        var slots = new LinkedHashMap<>(updater.state());
        slots.keySet().removeIf(name -> name.endsWith("/number") || name.startsWith("updater/"));
        return slots;
    }

    private double value(String name) {
        return variables.get(name).value().get(0);
    }

    private Variable variable(String name, long... dims) {
        return variables.create(Parameter.of(name, Shape.of(dims)), DType.F32);
    }

    private Variable constant(String name, double value, long... dims) {
        Variable variable = variable(name, dims);
        for (long i = 0; i < variable.value().size(); i++) {
            variable.value().set(i, value);
        }
        return variable;
    }

    static Variable fill(Variables model, String name, long seed, long... dims) {
        Variable variable = model.create(Parameter.of(name, Shape.of(dims)), DType.F32);
        var random = new Random(seed);
        for (long i = 0; i < variable.value().size(); i++) {
            variable.value().set(i, random.nextGaussian());
            variable.gradient().set(i, random.nextGaussian());
        }
        return variable;
    }
}
