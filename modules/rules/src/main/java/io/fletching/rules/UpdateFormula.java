package io.fletching.rules;

import io.fletching.kernels.Formula;
import io.fletching.kernels.Term;
import io.fletching.spi.DType;
import io.fletching.spi.Optimizer;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.StateSlot.Extent;
import io.fletching.spi.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The formula of an elementwise optimizer, from which its rule is made. Gradient descent with momentum:
///
/// ```java
/// public Rule bind(Options options) {
///     var formula = new UpdateFormula();
///     var p = formula.parameter();
///     var v = formula.state(VELOCITY);
///     var lr = formula.number(Update::learningRate);
///     var moved = formula.set(v, v.times(options.get(MOMENTUM)).plus(formula.gradient()));
///     formula.set(p, p.minus(lr.times(moved)));
///     return formula.compile();
/// }
/// ```
///
/// Terms are those of [Formula]: the parameter, the gradient and states stand for what they were before the update;
/// [#set] gives them another value, which a later term uses by what `set` returned.
///
/// A formula is written once, at `bind`, and is of no use after [#compile].
public final class UpdateFormula {
    private final Formula formula = new Formula();
    private final Term parameter = formula.operand();
    private final Term gradient = formula.operand().times(formula.number());
    private final List<StateSlot> slots = new ArrayList<>();
    private final List<ToDoubleFunction<Update>> numbers = new ArrayList<>();
    private boolean sets;
    private @Nullable StateSlot evaluated;

    /// A formula that sets nothing yet.
    public UpdateFormula() {}

    /// The parameter.
    public Term parameter() {
        return parameter;
    }

    /// The parameter after decoupled weight decay: p · (1 − lr · weight-decay).
    public Term parameterAfterDecay(double weightDecay) {
        return parameter.times(number(update -> 1 - update.learningRate() * weightDecay * update.decay()));
    }

    /// The gradient, to its scale.
    public Term gradient() {
        return gradient;
    }

    /// The gradient with coupled weight decay: g + weight-decay · p.
    public Term gradientWithDecay(double weightDecay) {
        return Term.fma(number(update -> weightDecay * update.decay()), parameter, gradient);
    }

    /// The next state.
    ///
    /// @param slot an F32 element for each element
    /// @throws IllegalArgumentException if the slot is another
    /// @throws IllegalStateException after the third
    public Term state(StateSlot slot) {
        if (slot.extent() != Extent.LIKE || slot.dtype() != DType.F32) {
            throw new IllegalArgumentException("The state '" + slot
                    + "' cannot be in a formula; expected an F32 element for each element of the parameter.");
        }
        slots.add(slot);
        return formula.operand();
    }

    /// The next number: one for all elements, computed once for each update and rounded to float32.
    ///
    /// @param value pure; gets what [Optimizer.Rule#prepare] gets
    /// @throws IllegalStateException after the fifth; weight decay is one of them
    public Term number(ToDoubleFunction<Update> value) {
        numbers.add(value);
        return formula.number();
    }

    /// Gives the parameter or a state its new value.
    ///
    /// @return the value
    /// @throws IllegalArgumentException if the first term is neither, or has a new value already
    public Term set(Term operand, Term value) {
        sets = true;
        return formula.set(operand, value);
    }

    /// Evaluation has a state in place of the parameter, as [Optimizer.Rule#hasEvaluationWeights] says.
    ///
    /// @param average the slot of a state of this formula
    /// @throws IllegalArgumentException if it is none
    public void evaluateWith(StateSlot average) {
        if (!slots.contains(average)) {
            throw new IllegalArgumentException(
                    "Evaluation with '" + average + "', which is no state of the formula; declare it first.");
        }
        evaluated = average;
    }

    /// The rule: one pass of parts of one fused loop. The rule of several passes may hold it for one of them, and ask
    /// its layout for the number of scalars.
    ///
    /// @throws IllegalStateException if the formula sets nothing
    /// @throws io.fletching.spi.FletchingException if two states have one name
    public Optimizer.Rule compile() {
        if (!sets) {
            throw new IllegalStateException(
                    "The formula sets nothing; expected a new value of the parameter or of a state.");
        }
        var layout = StateLayout.elementwise(slots.toArray(StateSlot[]::new)).scalars(numbers.size());
        return new FusedRule(formula.compile(), layout, List.copyOf(numbers), evaluated);
    }

    /// What is set, and to what.
    @Override
    public String toString() {
        return formula.toString();
    }
}
