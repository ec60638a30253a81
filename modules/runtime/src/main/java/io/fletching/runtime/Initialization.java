package io.fletching.runtime;

import io.fletching.arrow.Memory;
import io.fletching.kernels.Kernels;
import io.fletching.kernels.Philox;
import io.fletching.spi.DType;
import io.fletching.spi.Fill;
import io.fletching.spi.Initializer;
import io.fletching.spi.Initializer.Filler;
import io.fletching.spi.Parameter;
import io.fletching.spi.RandomStream;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Tensor;
import java.util.List;

/// Gives parameters their first values. The numbers depend on the seed and the parameter's name and shape alone; those
/// of BF16 and F16 are the float32 ones, rounded.
public final class Initialization {
    private Initialization() {}

    /// Fills a parameter by an initializer.
    ///
    /// @param seed with the parameter's name the key of its random numbers
    public static void fill(Technique<? extends Initializer> technique, Variable variable, long seed, Workers workers) {
        Parameter parameter = variable.parameter();
        technique.requireType(Halves.arithmetic(variable.value().dtype()), variable.name());
        Filler filler = technique.provider().bind(technique.options());
        StateLayout layout = filler.layout(parameter);
        Cut cut = Cut.of(layout, parameter.shape());
        var random = new Stream(Philox.key(seed, parameter.name()));
        try (Memory scratch = variable.memory().child("initialization")) {
            boolean half = Halves.isHalf(variable.value().dtype());
            Tensor values = half ? scratch.allocate(DType.F32, parameter.shape()) : variable.value();
            var slots = new SlotMemory(layout, cut, values, technique.name(), scratch::allocate, scratch::allocate);
            List<List<Runnable>> passes = Passes.calls(
                    layout,
                    cut,
                    slots::get,
                    slots::get,
                    (pass, first, count, view, state) -> () ->
                            filler.fill(view.apply(values), state, new Call(pass, first, count, parameter, random)));
            for (List<Runnable> calls : passes) {
                workers.run(calls.size(), i -> calls.get(i).run());
            }
            if (half) {
                Halves.narrow(values, variable.value());
            }
        }
    }

    private record Call(int pass, long first, long count, Parameter parameter, RandomStream random) implements Fill {}

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
