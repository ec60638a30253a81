package io.fletching.rules;

import io.fletching.kernels.FusedLoop;
import io.fletching.kernels.Kernels;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Parameter;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;
import io.fletching.spi.Update;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// A fused loop as a rule.
///
/// @param loop over the parameter, the gradient and the slots of the layout; its numbers are the gradient's scale and
///     the layout's scalars
/// @param numbers what each scalar is
/// @param evaluated the slot that holds the weights to evaluate with, where these are not the parameter
record FusedRule(
        FusedLoop loop,
        StateLayout layout,
        List<ToDoubleFunction<Update>> numbers,
        @Nullable StateSlot evaluated) implements Optimizer.Rule {

    @Override
    public StateLayout layout(Parameter parameter) {
        return layout;
    }

    @Override
    public void prepare(Update update, double[] scalars) {
        for (int i = 0; i < numbers.size(); i++) {
            scalars[i] = numbers.get(i).applyAsDouble(update);
        }
    }

    @Override
    public void step(Tensor parameter, Tensor gradient, State state, Step step) {
        loop.run(
                parameter.size(),
                parameter.data(),
                gradient.data(),
                slot(state, 0),
                slot(state, 1),
                slot(state, 2),
                step.gradientScale(),
                scalar(step, 0),
                scalar(step, 1),
                scalar(step, 2),
                scalar(step, 3),
                scalar(step, 4));
    }

    private MemorySegment slot(State state, int index) {
        var slots = layout.slots();
        return index < slots.size() ? state.get(slots.get(index)).data() : FusedLoop.NONE;
    }

    private double scalar(Step step, int index) {
        return index < numbers.size() ? step.scalar(index) : 0;
    }

    @Override
    public boolean hasEvaluationWeights() {
        return evaluated != null;
    }

    @Override
    public void evaluationWeights(Tensor parameter, State state, Tensor out, Step step) {
        var weights = evaluated == null || step.number() == 0 ? parameter : state.get(evaluated);
        Kernels.f32().copy(weights.data(), 0, out.data(), 0, out.size());
    }
}
