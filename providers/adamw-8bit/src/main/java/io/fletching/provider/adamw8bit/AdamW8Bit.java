package io.fletching.provider.adamw8bit;

import io.fletching.kernels.KernelChoice;
import io.fletching.rules.Moments;
import io.fletching.rules.WeightDecay;
import io.fletching.spi.DType;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;
import io.fletching.spi.Update;

/// AdamW with its state in a quarter of the memory,
/// [8-bit Optimizers via Block-wise Quantization](https://arxiv.org/abs/2110.02861):
///
/// ```
/// m, v = decoded
/// p = p · (1 − lr · weight-decay)
/// m = β₁ m + (1 − β₁) g
/// v = β₂ v + (1 − β₂) g²
/// p = p − lr / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + eps)
/// encode m, v
/// ```
///
/// Each block of 256 elements has codes of a byte and one scale, its largest magnitude: together 2.03 bytes for each
/// element of a parameter, where AdamW keeps 8. What is small beside the largest of its block has a code as well
/// ([DynamicMap]). A step is computed in float32, and rounded only where state is kept. Parameters of few elements,
/// such as biases and norms, keep float32: there is nothing to save.
public final class AdamW8Bit implements Optimizer {
    static final Option<Double> LR = Option.learningRate(1e-3);
    static final Option<Double> EPS = Moments.eps(1e-8);
    static final Option<Double> WEIGHT_DECAY = WeightDecay.decoupled(0.01);
    static final Option<Long> MIN_ELEMENTS = Option.integer(
            "min-elements", "Parameters with fewer elements keep their state in float32", 4096, 0, Long.MAX_VALUE);

    static final StateSlot FIRST_CODES = StateSlot.like("first-moment-codes").as(DType.I8);
    static final StateSlot FIRST_SCALES = StateSlot.perBlock("first-moment-scales", Blocks.SIZE);
    static final StateSlot SECOND_CODES = StateSlot.like("second-moment-codes").as(DType.I8);
    static final StateSlot SECOND_SCALES = StateSlot.perBlock("second-moment-scales", Blocks.SIZE);

    /// A block, in float32, of the parameter, the gradient and both moments.
    static final StateSlot P = block("p");

    static final StateSlot G = block("g");
    static final StateSlot M = block("m");
    static final StateSlot V = block("v");

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "adamw-8bit",
                    "AdamW with 8 bits for each number of its state",
                    LR,
                    Moments.BETA1,
                    Moments.BETA2,
                    EPS,
                    WEIGHT_DECAY,
                    MIN_ELEMENTS)
            .paper("https://arxiv.org/abs/2110.02861");

    private static StateSlot block(String name) {
        return StateSlot.perChunk(name).sized(Blocks.SIZE).as(DType.F32);
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        return bind(options, KernelChoice.vector());
    }

    Rule bind(Options options, boolean vector) {
        double beta1 = options.get(Moments.BETA1);
        double beta2 = options.get(Moments.BETA2);
        double eps = options.get(EPS);
        var adamW = AdamWLoop.of(beta1, beta2, eps);
        var scalar = new ScalarBlocks(adamW);
        Blocks blocks = vector ? VectorBlocks.of(scalar, beta1, beta2, eps) : scalar;
        return new Moving(beta1, beta2, options.get(WEIGHT_DECAY), options.get(MIN_ELEMENTS), adamW, blocks);
    }

    private record Moving(
            double beta1, double beta2, double weightDecay, long minElements, AdamWLoop adamW, Blocks blocks)
            implements Rule {
        @Override
        public StateLayout layout(Parameter parameter) {
            var layout = parameter.shape().size() < minElements
                    ? StateLayout.elementwise(Moments.FIRST, Moments.SECOND)
                    : StateLayout.elementwise(FIRST_CODES, FIRST_SCALES, SECOND_CODES, SECOND_SCALES, P, G, M, V);
            return layout.scalars(AdamWLoop.SCALARS);
        }

        @Override
        public void prepare(Update update, double[] scalars) {
            double lr = update.learningRate();
            scalars[AdamWLoop.KEPT] = 1 - lr * weightDecay * update.decay();
            scalars[AdamWLoop.RATE] = lr / Moments.biasCorrection(beta1, update);
            scalars[AdamWLoop.CORRECTION] = Moments.rootCorrection(beta2, update);
        }

        @Override
        public void step(Tensor parameter, Tensor gradient, State state, Step step) {
            if (state.has(Moments.FIRST)) {
                var first = state.get(Moments.FIRST).data();
                var second = state.get(Moments.SECOND).data();
                adamW.run(parameter.size(), parameter.data(), gradient.data(), first, second, step);
            } else {
                blocks.step(parameter, gradient, state, step);
            }
        }
    }
}
