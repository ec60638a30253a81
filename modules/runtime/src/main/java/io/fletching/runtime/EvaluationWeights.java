package io.fletching.runtime;

import io.fletching.arrow.Memory;
import io.fletching.kernels.Kernels;
import io.fletching.spi.DType;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/// The weights that a model is judged and used by, where they are others than those that train: averages over the
/// updates, or what a rule such as schedule-free AdamW makes of its state.
final class EvaluationWeights {
    private static final long PART = 65_536;

    private final Workers workers;
    private final double decay;
    private final List<Pair> pairs = new ArrayList<>();
    private final List<Runnable> makers = new ArrayList<>();
    private final List<Tensor> values = new ArrayList<>();
    private final List<Tensor> averages = new ArrayList<>();
    private final IntConsumer averageRange = this::averageRange;
    private final IntConsumer makePart = this::makePart;
    private final Memory memory;
    private Balance balance = new Balance(new long[0], 1);
    private boolean first;

    /// A parameter and its other weights.
    private record Pair(Tensor value, Tensor other) {}

    /// @param decay of the average; NaN where there is none
    EvaluationWeights(double decay, Memory memory, Workers workers) {
        this.decay = decay;
        this.workers = workers;
        this.memory = memory;
    }

    boolean isAveraging() {
        return !Double.isNaN(decay);
    }

    boolean exists() {
        return !pairs.isEmpty();
    }

    /// A parameter that is averaged.
    void add(Variable variable, Map<String, Tensor> kept) {
        Tensor other = memory.allocate(DType.F32, variable.value().shape());
        other.data().copyFrom(variable.value().data());
        pairs.add(new Pair(variable.value(), other));
        kept.put(variable.name() + "/average", other);
        Cut cut = Cut.of(StateLayout.elementwise(), other.shape());
        for (int part = 0; part < cut.parts(); part++) {
            values.add(cut.part(variable.value(), part));
            averages.add(cut.part(other, part));
        }
        balance = new Balance(values.stream().mapToLong(Tensor::size).toArray(), workers.threads());
    }

    /// A parameter whose rule has evaluation weights.
    ///
    /// @param call what a call of the rule is told, for a part of the state
    void add(Variable variable, Optimizer.Rule rule, StateLayout layout, SlotMemory slots, CallMaker call) {
        Tensor other = memory.allocate(DType.F32, variable.value().shape());
        pairs.add(new Pair(variable.value(), other));
        Cut cut = Cut.of(layout, other.shape());
        var states = States.parts(layout, cut, slots::get, slots::get);
        for (int i = 0; i < cut.parts(); i++) {
            int part = i;
            Tensor value = cut.part(variable.value().readOnly(), part);
            Tensor out = cut.part(other, part);
            StepCall step = call.of(value, states[part], cut.first(part), cut.count(part));
            makers.add(() -> rule.evaluationWeights(value, states[part], out, step));
        }
    }

    /// Makes what a rule is told.
    interface CallMaker {
        StepCall of(Tensor value, State state, long first, long count);
    }

    /// Averages a parameter from its present value on.
    void start(Variable variable) {
        for (Pair pair : pairs) {
            if (isAveraging() && pair.value == variable.value()) {
                pair.other.data().copyFrom(pair.value.data());
            }
        }
    }

    /// Follows an update.
    ///
    /// @param number of updates so far: the first average is a copy
    void follow(long number) {
        first = number == 1;
        workers.run(balance.ranges(), averageRange);
    }

    private void averageRange(int range) {
        for (int part = balance.first(range); part < balance.end(range); part++) {
            average(part);
        }
    }

    private void average(int part) {
        Tensor value = values.get(part);
        Tensor mean = averages.get(part);
        Kernels kernels = Kernels.f32();
        if (first) {
            kernels.copy(value.data(), 0, mean.data(), 0, value.size());
        } else {
            kernels.scale(mean.data(), 0, mean.data(), 0, mean.size(), decay);
            kernels.addScaled(value.data(), 0, mean.data(), 0, mean.size(), 1 - decay);
        }
    }

    /// Computes what rules make of their state.
    void make() {
        workers.run(makers.size(), makePart);
    }

    private void makePart(int part) {
        makers.get(part).run();
    }

    /// Puts the other weights in the parameters' place and keeps what was there, or back again.
    void exchange() {
        try (Memory region = memory.child("exchange")) {
            exchange(region.allocate(DType.F32, Shape.of(PART)));
        }
    }

    private void exchange(Tensor buffer) {
        for (Pair pair : pairs) {
            for (long at = 0; at < pair.value.size(); at += PART) {
                long bytes = Math.min(PART, pair.value.size() - at) * Float.BYTES;
                var value = pair.value.data().asSlice(at * Float.BYTES, bytes);
                var other = pair.other.data().asSlice(at * Float.BYTES, bytes);
                buffer.data().copyFrom(value);
                value.copyFrom(other);
                other.copyFrom(buffer.data().asSlice(0, bytes));
            }
        }
    }
}
