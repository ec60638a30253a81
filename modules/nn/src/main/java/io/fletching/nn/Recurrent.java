package io.fletching.nn;

import io.fletching.runtime.Role;
import io.fletching.runtime.Technique;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Initializer;
import io.fletching.spi.Shape;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;

/// A recurrent layer: rows `[time, features]` to the states behind each position, `[time, units]`, from the first to
/// the last; the state before the first is zero. [LastPosition] takes the last of them.
///
/// The weights are PyTorch's: `input-weight` `[gates · units, features]`, `hidden-weight` `[gates · units, units]`, and
/// `input-bias` and `hidden-bias` `[gates · units]`, gate behind gate. Each gate's matrix is initialized by itself,
/// with the fan of its own shape. For the hidden weights `orthogonal` is the practice: the state keeps its length
/// through many steps. Biases are 0 at first, unless it says otherwise.
public final class Recurrent implements Layer {
    private final Cell cell;
    private final long units;
    private final Technique<Initializer> input;
    private final Technique<Initializer> hidden;
    private final List<Double> bias;

    private Recurrent(
            Cell cell, long units, Technique<Initializer> input, Technique<Initializer> hidden, double... bias) {
        if (units < 1) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "recurrent-units",
                    "A recurrent layer of '" + units + "' units; expected 1 or more.");
        }
        this.cell = cell;
        this.units = units;
        this.input = input;
        this.hidden = hidden;
        this.bias = DoubleStream.of(bias).boxed().toList();
    }

    /// The plain recurrence, `h = tanh(W·x + b + U·h + c)` with the weights W of the input and U of the hidden state.
    ///
    /// [Finding Structure in Time](https://doi.org/10.1207/s15516709cog1402_1)
    ///
    /// @param input the start of the input weights, such as Xavier's
    /// @param hidden the start of the hidden weights, such as `orthogonal`
    public static Recurrent tanh(long units, Technique<Initializer> input, Technique<Initializer> hidden) {
        return new Recurrent(new TanhCell(), units, input, hidden, 0);
    }

    /// Gated recurrent units, of the gates r (reset), z (update) and n (new), in this order:
    /// `n = tanh(W·x + b + r · (U·h + c))` and `h = (1 − z) · n + z · h`. The reset gate is applied behind the product,
    /// as PyTorch and cuDNN have it.
    ///
    /// [Learning Phrase Representations using RNN Encoder-Decoder](https://arxiv.org/abs/1406.1078)
    ///
    /// @param input the start of the input weights, such as Xavier's
    /// @param hidden the start of the hidden weights, such as `orthogonal`
    public static Recurrent gru(long units, Technique<Initializer> input, Technique<Initializer> hidden) {
        return new Recurrent(new GruCell(), units, input, hidden, 0, 0, 0);
    }

    /// Long short-term memory that keeps at first: [#lstm(long, Technique, Technique, double)] with the forget bias 1.
    public static Recurrent lstm(long units, Technique<Initializer> input, Technique<Initializer> hidden) {
        return lstm(units, input, hidden, 1);
    }

    /// Long short-term memory, of the gates i (input), f (forget), g (cell) and o (output), in this order:
    /// `s = f · s + i · g` and `h = o · tanh(s)`.
    ///
    /// - [Long Short-Term Memory](https://doi.org/10.1162/neco.1997.9.8.1735)
    /// - [An Empirical Exploration of Recurrent Network
    /// Architectures](https://proceedings.mlr.press/v37/jozefowicz15.html)
    ///
    /// @param input the start of the input weights, such as Xavier's
    /// @param hidden the start of the hidden weights, such as `orthogonal`
    /// @param forgetBias the forget gate's first input bias: with 1 a cell remembers before it has learned to, and
    ///     PyTorch starts around 0
    public static Recurrent lstm(
            long units, Technique<Initializer> input, Technique<Initializer> hidden, double forgetBias) {
        return new Recurrent(new LstmCell(), units, input, hidden, 0, forgetBias, 0, 0);
    }

    @Override
    public Shape output(Shape input) {
        PerPosition.features("A recurrent layer", input);
        return Shape.of(input.dim(0), units);
    }

    @Override
    public List<Weight> weights(Shape shape) {
        return List.of(
                matrices("input-weight", shape.dim(1), input),
                matrices("hidden-weight", units, hidden),
                new Weight.Stacked(
                        "input-bias",
                        bias.stream()
                                .<Weight>map(value -> new Weight.Constant("input-bias", Shape.of(units), value))
                                .toList()),
                new Weight.Constant("hidden-bias", Shape.of(cell.gates() * units), 0));
    }

    private Weight matrices(String name, long inputs, Technique<Initializer> initializer) {
        var gate = new Weight.Initialized(name, Shape.of(units, inputs), initializer);
        return new Weight.Stacked(name, Collections.<Weight>nCopies(cell.gates(), gate));
    }

    @Override
    public Role role(Weight weight) {
        return weight.name().endsWith("-bias") ? Role.BIAS : Role.WEIGHT;
    }

    @Override
    public Operation plan(Site site) {
        return new Unrolled(site, cell);
    }
}
