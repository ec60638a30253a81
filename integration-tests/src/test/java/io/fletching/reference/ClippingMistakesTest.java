package io.fletching.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.arrow.Memory;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.Technique;
import io.fletching.runtime.Updater;
import io.fletching.runtime.Variables;
import io.fletching.spi.Clipper;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What clippers of other libraries get wrong, as read in their sources: their figure, and ours.
class ClippingMistakesTest {
    private static final Catalog CATALOG = Catalog.load();

    private final Memory memory = Memory.create();

    @AfterEach
    void close() {
        memory.close();
    }

    static Stream<String> clippers() {
        return CATALOG.techniques().stream()
                .filter(technique -> technique.kind().equals("clipper"))
                .map(Technique::name);
    }

    /// The gradient that the step receives.
    private double[] clip(Technique<Clipper> clipper, double... gradient) {
        var variables = new Variables(memory);
        var weight = variables.create(Parameter.of("weight", Shape.of(gradient.length)), DType.F32);
        for (int i = 0; i < gradient.length; i++) {
            weight.gradient().set(i, gradient[i]);
        }
        try (var updater = Updater.of(variables)
                .clipper(clipper)
                .optimizer(Technique.of(new Received()))
                .build()) {
            updater.update(1, 1);
        }
        var received = new double[gradient.length];
        for (int i = 0; i < received.length; i++) {
            received[i] = weight.value().get(i);
        }
        return received;
    }

    /// DJL's optim.cc calls `clamp_max_` alone, so that what is far below passes.
    @Test
    void bothSidesAreBoundedByValue() {
        double[] ours = clip(CATALOG.clipper("value-clipping").with("max-value", "0.5"), -3, 3);
        double theirs = Math.min(-3, 0.5);
        tell("-3 bounded by 0.5", theirs, ours[0]);
        assertThat(theirs).isEqualTo(-3);
        assertThat(ours).containsExactly(-0.5, 0.5);
    }

    /// Optax's `clip_by_global_norm` divides where the norm is not below the bound: 0 / 0, where both are zero.
    @Test
    void gradientsOfZeroStayZero() {
        double theirs = 0.0 / 0.0 * 0.0;
        assertThat(theirs).isNaN();
        for (String clipper : new String[] {"norm-clipping", "per-tensor-norm-clipping"}) {
            double[] ours = clip(CATALOG.clipper(clipper).with(Map.of("eps", "0", "max-norm", "4.9e-324")), 0, 0);
            tell("zeros under a bound of nothing by " + clipper, theirs, ours[0]);
            assertThat(ours).containsExactly(0, 0);
            assertThatThrownBy(() -> CATALOG.clipper(clipper).with("max-norm", "0"))
                    .hasMessage("Option 'max-norm' of '" + clipper + "' is '0'; expected (0, ∞).");
        }
    }

    /// PyTorch's `clip_grad_norm_` squares in float32: a norm of infinity makes every gradient zero, and the step is
    /// lost without a word.
    @Test
    void aNormThatFloat32DoesNotHoldIsClipped() {
        float norm = (float) Math.sqrt(3e20f * 3e20f + 4e20f * 4e20f);
        float theirs = 3e20f * (1 / (norm + 1e-6f));
        double[] ours = clip(CATALOG.clipper("norm-clipping"), 3e20, -4e20);
        tell("3e20 of a norm of 5e20 bounded by 1", theirs, ours[0]);
        assertThat(theirs).isZero();
        assertThat(ours[0]).isCloseTo(0.6, within(1e-6));
        assertThat(ours[1]).isCloseTo(-0.8, within(1e-6));
    }

    /// PyTorch takes a negative `max_norm`, and every gradient points the other way.
    @Test
    void aNegativeBoundIsRefused() {
        double theirs = 3 * Math.min(1, -1 / (5 + 1e-6));
        tell("3 of a norm of 5 bounded by -1", theirs, "refused");
        assertThat(theirs).isNegative();
        assertThatThrownBy(() -> CATALOG.clipper("norm-clipping").with("max-norm", "-1"))
                .isInstanceOf(FletchingException.class)
                .hasMessage("Option 'max-norm' of 'norm-clipping' is '-1'; expected (0, ∞).");
    }

    /// DL4J clips where `l2 > threshold`, which is false for a NaN: it goes on to the weights.
    @ParameterizedTest
    @MethodSource("clippers")
    void noClipperLetsANaNPass(String name) {
        double l2 = Double.NaN;
        double theirs = l2 > 1 ? 1 / l2 : Double.NaN;
        var clipper = CATALOG.clipper(name);
        assertThat(theirs).isNaN();
        assertThatThrownBy(() -> clip(clipper, 1, Double.NaN))
                .isInstanceOf(FletchingException.class)
                .hasMessageContaining("the gradient of 'weight' is 'NaN' at element 1");
        double[] skipped = clip(clipper.with("on-non-finite", "skip"), 1, Double.NaN);
        tell("a NaN through " + name + ", skipped", theirs, skipped[1]);
        assertThat(skipped).containsExactly(0, 0);
        assertThat(clip(clipper.with("on-non-finite", "propagate"), 1, Double.NaN)[1])
                .isNaN();
    }

    private static void tell(String what, double theirs, double ours) {
        tell(what, theirs, "%.6g".formatted(ours));
    }

    private static void tell(String what, double theirs, String ours) {
        System.out.printf("peers: %s: theirs %.6g, ours %s%n", what, theirs, ours);
    }
}
