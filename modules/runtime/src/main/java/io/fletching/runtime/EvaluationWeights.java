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
/// updates, or what a rule such as schedule-free AdamW makes of its state. They are computed in float32.
final class EvaluationWeights {
    private static final int PART = 65_536;

    private final Memory memory;
    private final Workers workers;
    private final double decay;
    private final List<Pair> pairs = new ArrayList<>();

    /// What follows an update: the averages, part by part.
    private final List<Runnable> followers = new ArrayList<>();

    /// What makes the evaluation weights, part by part.
    private final List<Runnable> makers = new ArrayList<>();

    /// What rounds them to the type of their parameter.
    private final List<Runnable> narrowers = new ArrayList<>();

    private final List<Long> sizes = new ArrayList<>();
    private final IntConsumer followRange = this::followRange;
    private final IntConsumer makePart = this::makePart;
    private final IntConsumer narrow = this::narrow;
    private final Rooms rooms;
    private Balance balance = new Balance(new long[0], 1);
    private boolean first;

    /// @param other what takes the place of the value
    /// @param wide the same in float32
    private record Pair(Tensor value, Tensor other, Tensor wide) {}

    /// @param decay of the average; NaN where there is none
    /// @param needsRooms whether a parameter has its value in two bytes alone
    EvaluationWeights(double decay, boolean needsRooms, Memory memory, Workers workers) {
        this.decay = decay;
        this.workers = workers;
        this.memory = memory;
        this.rooms = new Rooms(memory, workers.threads(), needsRooms ? PART : 0);
    }

    boolean isAveraging() {
        return !Double.isNaN(decay);
    }

    boolean exists() {
        return !pairs.isEmpty();
    }

    /// A parameter that is averaged.
    void add(Widened parameter, Map<String, Tensor> kept) {
        Tensor mean = pair(parameter.variable());
        start(parameter.variable());
        kept.put(parameter.variable().name() + "/average", mean);
        Cut cut = Cut.of(StateLayout.elementwise(), mean.shape());
        for (int i = 0; i < cut.parts(); i++) {
            int part = i;
            Tensor out = cut.part(mean, part);
            followers.add(parameter.call(reading(cut, part), rooms, value -> () -> average(value, out)));
            sizes.add(out.size());
        }
        balance = new Balance(sizes.stream().mapToLong(Long::longValue).toArray(), workers.threads());
    }

    /// A parameter whose rule has evaluation weights.
    ///
    /// @param call what a call of the rule is told, for a part of the state
    void add(Widened parameter, Optimizer.Rule rule, StateLayout layout, SlotMemory slots, CallMaker call) {
        Tensor wide = pair(parameter.variable());
        Cut cut = Cut.of(layout, wide.shape());
        var states = States.parts(layout, cut, slots::get, slots::get);
        for (int i = 0; i < cut.parts(); i++) {
            int part = i;
            Tensor out = cut.part(wide, part);
            makers.add(parameter.call(reading(cut, part), rooms, whole -> {
                Tensor value = whole.readOnly();
                StepCall step = call.of(value, states[part], cut.first(part), cut.count(part));
                return () -> rule.evaluationWeights(value, states[part], out, step);
            }));
        }
    }

    private static Widened.Part reading(Cut cut, int part) {
        return new Widened.Part(whole -> cut.part(whole, part), 0, 0, 0);
    }

    /// @return the memory in float32
    private Tensor pair(Variable variable) {
        Tensor value = variable.value();
        Tensor wide = memory.allocate(DType.F32, value.shape());
        if (value.dtype() == DType.F32) {
            pairs.add(new Pair(value, wide, wide));
        } else {
            Tensor narrowed = memory.allocate(value.dtype(), value.shape());
            pairs.add(new Pair(value, narrowed, wide));
            narrowers.add(() -> Halves.narrow(wide, narrowed));
        }
        return wide;
    }

    /// Makes what a rule is told.
    interface CallMaker {
        StepCall of(Tensor value, State state, long first, long count);
    }

    /// Averages a parameter from its present value on.
    void start(Variable variable) {
        for (Pair pair : pairs) {
            if (isAveraging() && pair.value == variable.value()) {
                if (pair.value.dtype() == DType.F32) {
                    pair.wide.data().copyFrom(pair.value.data());
                } else {
                    Halves.widen(pair.value, pair.wide);
                }
            }
        }
    }

    /// Follows an update.
    ///
    /// @param number of updates so far: the first average is a copy
    void follow(long number) {
        first = number == 1;
        workers.run(balance.ranges(), followRange);
    }

    private void followRange(int range) {
        for (int part = balance.first(range); part < balance.end(range); part++) {
            followers.get(part).run();
        }
    }

    private void average(Tensor value, Tensor mean) {
        Kernels kernels = Kernels.f32();
        if (first) {
            kernels.copy(value.data(), 0, mean.data(), 0, value.size());
        } else {
            kernels.scale(mean.data(), 0, mean.data(), 0, mean.size(), decay);
            kernels.addScaled(value.data(), 0, mean.data(), 0, mean.size(), 1 - decay);
        }
    }

    /// Computes what rules make of their state, and rounds what is stored in two bytes.
    void make() {
        workers.run(makers.size(), makePart);
        workers.run(narrowers.size(), narrow);
    }

    private void makePart(int part) {
        makers.get(part).run();
    }

    private void narrow(int pair) {
        narrowers.get(pair).run();
    }

    /// Puts the other weights in the parameters' place and keeps what was there, or back again.
    void exchange() {
        try (Memory region = memory.child("exchange")) {
            exchange(region.allocate(DType.I8, Shape.of(PART)));
        }
    }

    private void exchange(Tensor buffer) {
        for (Pair pair : pairs) {
            long size = pair.value.data().byteSize();
            for (long at = 0; at < size; at += PART) {
                long bytes = Math.min(PART, size - at);
                var value = pair.value.data().asSlice(at, bytes);
                var other = pair.other.data().asSlice(at, bytes);
                buffer.data().copyFrom(value);
                value.copyFrom(other);
                other.copyFrom(buffer.data().asSlice(0, bytes));
            }
        }
    }
}
