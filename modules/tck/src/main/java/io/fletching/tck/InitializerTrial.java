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
public final class InitializerTrial implements AutoCloseable {
    private final Bench bench;
    private final Tensor values;

    InitializerTrial(Initializer initializer, Map<String, String> texts, Parameter parameter, long seed, Bench bench) {
        this.bench = bench;
        this.values = bench.tensor(DType.F32, parameter.shape(), bench.undefined());
        var filler = initializer.bind(initializer.descriptor().parse(texts));
        var plan =
                new Plan(filler.layout(parameter), parameter.shape(), DType.F32, bench, this::scratch, slot -> values);
        var random = new Stream(Philox.key(seed, parameter.name()));
        plan.begin();
        for (Place place : plan.places()) {
            filler.fill(plan.view(values, place), place.state(), new Turn(place, parameter, random));
        }
    }

    /// A parameter filled with the numbers of a seed.
    ///
    /// @param options texts; the defaults for those that are absent
    public static InitializerTrial of(
            Initializer initializer, Map<String, String> options, Parameter parameter, long seed) {
        return new InitializerTrial(initializer, options, parameter, seed, new Bench());
    }

    private Tensor scratch(StateSlot slot, Shape shape) {
        return bench.tensor(slot.dtype(), shape, bench.undefined());
    }

    /// What the initializer wrote.
    public Tensor values() {
        return values;
    }

    @Override
    public void close() {
        bench.close();
    }

    private record Turn(Place place, Parameter parameter, RandomStream random) implements Fill {
        @Override
        public int pass() {
            return place.pass();
        }

        @Override
        public long first() {
            return place.first();
        }

        @Override
        public long count() {
            return place.count();
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
        public double uniform(long index, int draw) {
            return Philox.uniform(key, index, draw);
        }

        @Override
        public double normal(long index, int draw) {
            return Philox.normal(key, index, draw);
        }
    }
}
