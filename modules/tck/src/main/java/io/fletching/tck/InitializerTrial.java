package io.fletching.tck;

import io.fletching.kernels.Kernels;
import io.fletching.kernels.Philox;
import io.fletching.spi.DType;
import io.fletching.spi.Fill;
import io.fletching.spi.Initializer;
import io.fletching.spi.Parameter;
import io.fletching.spi.RandomStream;
import io.fletching.spi.Shape;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;
import java.util.Map;

/// One parameter filled by an initializer, on one thread: for tests of a formula.
public final class InitializerTrial extends Trial {
    private final Tensor values;
    private final Plan plan;

    InitializerTrial(Initializer.Filler filler, Parameter parameter, long seed, DType type, Bench bench) {
        super(bench);
        this.values = bench.tensor(type, parameter.shape(), bench.undefined());
        var random = new Stream(Philox.key(seed, parameter.name()));
        this.plan = new Plan(
                filler.layout(parameter), parameter.shape(), type, bench, this::scratch, slot -> values, turn -> {
                    var part = turn.see(values);
                    var fill = new TrialFill(turn, parameter, random);
                    return () -> filler.fill(part, turn.state(), fill);
                });
    }

    /// A parameter filled with the numbers of a seed.
    ///
    /// @param options texts; the defaults for those that are absent
    public static InitializerTrial of(
            Initializer initializer, Map<String, String> options, Parameter parameter, long seed) {
        var filler = initializer.bind(initializer.descriptor().parse(options));
        var trial = new InitializerTrial(filler, parameter, seed, DType.F32, Bench.plain());
        trial.run();
        return trial;
    }

    private Tensor scratch(StateSlot slot, Shape shape) {
        return bench().tensor(slot.dtype(), shape, bench().undefined());
    }

    @Override
    void feed(int turn) {}

    @Override
    void run() {
        plan.run(bench().workers());
    }

    @Override
    String now() {
        return Digest.of(values);
    }

    @Override
    String inputs() {
        return "";
    }

    @Override
    String partwise() {
        return plan.isPartwise() ? now() : "";
    }

    @Override
    void poison() {
        throw new Inapplicable("an initializer is given no numbers");
    }

    @Override
    void copyFrom(Trial other) {}

    /// What the initializer wrote.
    public Tensor values() {
        return values;
    }

    private static final class TrialFill extends Turn implements Fill {
        private final Parameter parameter;
        private final RandomStream random;

        TrialFill(Turn turn, Parameter parameter, RandomStream random) {
            super(turn);
            this.parameter = parameter;
            this.random = random;
        }

        @Override
        public Parameter parameter() {
            return parameter;
        }

        @Override
        public RandomStream random() {
            return random;
        }
    }

    private record Stream(long key) implements RandomStream {
        @Override
        public void uniform(Tensor out, long first, double low, double high) {
            Kernels.ofBytes(out.dtype().bytes()).uniform(key, first, out.data(), 0, out.size(), low, high);
        }

        @Override
        public void normal(Tensor out, long first, double mean, double deviation) {
            Kernels.ofBytes(out.dtype().bytes()).normal(key, first, out.data(), 0, out.size(), mean, deviation);
        }

        @Override
        public void truncatedNormal(Tensor out, long first, double mean, double deviation, double low, double high) {
            Kernels.ofBytes(out.dtype().bytes())
                    .truncatedNormal(key, first, out.data(), 0, out.size(), mean, deviation, low, high);
        }

        @Override
        public double uniform(long index, int draw) {
            return Philox.uniform(key, index, draw);
        }

        @Override
        public double normal(long index, int draw) {
            return Philox.normal(key, index, draw);
        }
    }
}
