package io.fletching.benchmarks;

import static io.fletching.kernels.FusedLoop.NONE;

import io.fletching.arrow.Memory;
import io.fletching.kernels.Formula;
import io.fletching.kernels.FusedLoop;
import io.fletching.kernels.Term;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.UpdateReport;
import io.fletching.runtime.Updater;
import io.fletching.runtime.Variables;
import io.fletching.spi.DType;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// An update of one matrix: by the runtime with every optimizer, and AdamW by its bare loop and by plain Java.
public class Optimizers extends Timed {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double RATE = 1e-3;
    private static final double EPS = 1e-8;
    private static final double KEPT = 1 - RATE * 0.01;

    /// For JMH.
    public Optimizers() {}

    /// A matrix in an updater, which also measures the gradient.
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH sets up
    public static class Trained {
        @Param({
            "adabelief",
            "adadelta",
            "adafactor",
            "adagrad",
            "adam",
            "adamax",
            "adamw",
            "adamw-8bit",
            "asgd",
            "lamb",
            "lars",
            "lion",
            "muon",
            "nadam",
            "radam",
            "rmsprop",
            "schedule-free-adamw",
            "schedule-free-sgd",
            "sgd"
        })
        String optimizer;

        @Param({"4096", "1048576", "16777216"})
        int n;

        private Memory memory;
        private Updater updater;
        private double bytesOfEach;

        @Setup
        public void open() {
            memory = Memory.create();
            var variables = new Variables(memory);
            var weight = variables.create(Parameter.of("weight", Floats.square(n)), DType.F32);
            Floats.fill(weight.value());
            Floats.fill(weight.gradient());
            updater = Updater.of(variables)
                    .optimizer(Catalog.load().optimizer(optimizer))
                    .build();
            // The gradient is read twice, the weight and the state are read and written.
            long state = updater.state().values().stream()
                    .mapToLong(slot -> slot.data().byteSize())
                    .sum();
            bytesOfEach = 16 + 2.0 * state / n;
        }

        @TearDown
        public void close() {
            updater.close();
            memory.close();
        }
    }

    /// The parameter, the gradient and both moments, off the heap.
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH sets up
    public static class Bare {
        @Param({"4096", "1048576", "16777216"})
        int n;

        private Memory memory;
        private Tensor p;
        private Tensor g;
        private Tensor m;
        private Tensor v;
        private FusedLoop loop;

        @Setup
        public void open() {
            memory = Memory.create();
            p = Floats.normal(memory, Shape.of(n));
            g = Floats.normal(memory, Shape.of(n));
            m = memory.allocate(DType.F32, Shape.of(n));
            v = memory.allocate(DType.F32, Shape.of(n));
            var formula = new Formula();
            var parameter = formula.operand();
            var gradient = formula.operand();
            var mean = formula.operand();
            var square = formula.operand();
            var first = formula.set(mean, mean.averaging(gradient, BETA1));
            var second = formula.set(square, square.averagingSquare(gradient, BETA2));
            var step = first.over(second.root().plus(Term.of(EPS)));
            formula.set(parameter, Term.fma(Term.of(-RATE), step, parameter.times(KEPT)));
            loop = formula.compile();
        }

        @TearDown
        public void close() {
            memory.close();
        }
    }

    /// The same on the heap.
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH sets up
    public static class Arrays {
        @Param({"4096", "1048576", "16777216"})
        int n;

        private float[] p;
        private float[] g;
        private float[] m;
        private float[] v;

        @Setup
        public void open() {
            p = new float[n];
            g = new float[n];
            m = new float[n];
            v = new float[n];
            for (int i = 0; i < n; i++) {
                g[i] = (float) Math.sin(i);
            }
        }
    }

    @Benchmark
    public UpdateReport update(Trained trained, Traffic traffic) {
        traffic.of(trained.n, trained.bytesOfEach);
        return trained.updater.update(1, 1);
    }

    @Benchmark
    public void adamwLoop(Bare bare, Traffic traffic) {
        bare.loop.run(bare.n, bare.p.data(), bare.g.data(), bare.m.data(), bare.v.data(), NONE, 0, 0, 0, 0, 0, 0);
        traffic.of(bare.n, 28);
    }

    @Benchmark
    public float adamwPlainJava(Arrays arrays, Traffic traffic) {
        float[] p = arrays.p;
        float[] g = arrays.g;
        float[] m = arrays.m;
        float[] v = arrays.v;
        for (int i = 0; i < p.length; i++) {
            m[i] = (float) BETA1 * m[i] + (float) (1 - BETA1) * g[i];
            v[i] = (float) BETA2 * v[i] + (float) (1 - BETA2) * g[i] * g[i];
            p[i] = (float) KEPT * p[i] - (float) RATE * m[i] / ((float) Math.sqrt(v[i]) + (float) EPS);
        }
        traffic.of(arrays.n, 28);
        return p[0];
    }
}
