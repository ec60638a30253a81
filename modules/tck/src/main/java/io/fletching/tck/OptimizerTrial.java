package io.fletching.tck;

import io.fletching.linalg.MatrixProduct;
import io.fletching.runtime.Multiplication;
import io.fletching.runtime.Passes;
import io.fletching.spi.DType;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;
import io.fletching.spi.Update;
import java.util.LinkedHashMap;
import java.util.Map;

/// One parameter under an optimizer, on one thread: for tests of a formula.
///
/// ```java
/// try (var trial = OptimizerTrial.of(new Sgd(), Map.of("lr", "0.1"), Shape.of(2))) {
///     trial.gradient().set(0, 3);
///     trial.step();
///     assertThat(trial.parameter().get(0)).isCloseTo(-0.3, within(1e-7));
/// }
/// ```
public final class OptimizerTrial extends Trial {
    private final Multiplication multiplication = new Multiplication(MatrixProduct.portable());
    private final Optimizer.Rule rule;
    private final double rate;
    private final Tensor parameter;
    private final Tensor gradient;
    private final Map<String, Tensor> kept = new LinkedHashMap<>();
    private final StateLayout layout;
    private final Plan plan;
    private final Update update = new Now();
    private final Parameter geometry;
    private final double[] scalars;
    private double schedule = 1;
    private double decay = 1;
    private double gradientScale = 1;
    private long number;

    OptimizerTrial(Optimizer.Rule rule, Options options, Shape shape, Bench bench) {
        super(bench);
        this.rule = rule;
        this.rate = Double.parseDouble(options.texts().getOrDefault("lr", "0"));
        this.parameter = bench.tensor(DType.F32, shape);
        this.gradient = bench.tensor(DType.F32, shape);
        this.geometry = Parameter.of("parameter", shape);
        this.layout = rule.layout(geometry);
        this.scalars = new double[layout.scalarCount()];
        this.plan = new Plan(layout, shape, DType.F32, bench, this::keep, slot -> gradient, this::call);
    }

    private Runnable call(Turn turn) {
        var parameterPart = turn.see(parameter);
        var gradientPart = turn.see(gradient.readOnly());
        var step = new TrialStep(turn);
        return () -> rule.step(parameterPart, gradientPart, turn.state(), step);
    }

    /// A trial of a parameter of zeros.
    ///
    /// @param options texts; the defaults for those that are absent
    public static OptimizerTrial of(Optimizer optimizer, Map<String, String> options, Shape shape) {
        var parsed = optimizer.descriptor().parse(options);
        return new OptimizerTrial(optimizer.bind(parsed), parsed, shape, Bench.plain());
    }

    private Tensor keep(StateSlot slot, Shape shape) {
        var tensor = bench().tensor(slot.dtype(), shape, slot.initial());
        kept.put(slot.name(), tensor);
        return tensor;
    }

    /// The parameter; give it values before the first step.
    public Tensor parameter() {
        return parameter;
    }

    /// The gradient of the next step.
    public Tensor gradient() {
        return gradient;
    }

    /// What the rule keeps, by the names of the slots.
    public Map<String, Tensor> kept() {
        return kept;
    }

    /// Multiplies the learning rate from now on, as a schedule does.
    public OptimizerTrial schedule(double factor) {
        this.schedule = factor;
        return this;
    }

    /// Multiplies the rule's weight decay from now on.
    public OptimizerTrial decay(double factor) {
        this.decay = factor;
        return this;
    }

    /// The factor on all gradients from now on.
    public OptimizerTrial gradientScale(double factor) {
        this.gradientScale = factor;
        return this;
    }

    /// One update.
    public void step() {
        start();
        number++;
        rule.prepare(update, scalars);
        plan.run(bench().workers());
    }

    private void start() {
        if (number == 0) {
            layout.slots().stream()
                    .filter(StateSlot::isFromParameter)
                    .forEach(slot -> Named.find(kept, slot.name()).data().copyFrom(parameter.data()));
        }
    }

    /// The weights to evaluate with; a copy.
    public Tensor evaluationWeights() {
        start();
        var weights = bench().tensor(DType.F32, parameter.shape(), bench().undefined());
        var cut = bench().cut(StateLayout.elementwise(), parameter.shape());
        var slots = StateLayout.elementwise(layout.slots(StateSlot.Life.KEPT)
                .filter(slot -> slot.extent() != StateSlot.Extent.ROW)
                .toArray(StateSlot[]::new));
        Passes.calls(slots, cut, slot -> Named.find(kept, slot.name()), slot -> gradient, Turn::new)
                .getFirst()
                .forEach(turn -> rule.evaluationWeights(
                        turn.see(parameter.readOnly()), turn.state(), turn.see(weights), new TrialStep(turn)));
        return weights;
    }

    @Override
    void feed(int turn) {
        if (turn == 1) {
            Numbers.fill(parameter, "parameter");
        }
        Numbers.fill(gradient, "gradient-" + turn);
    }

    @Override
    void run() {
        step();
    }

    @Override
    String now() {
        return new Digest().add(parameter).add(kept.values()).text();
    }

    @Override
    String inputs() {
        return Digest.of(gradient);
    }

    @Override
    String partwise() {
        return plan.isPartwise() ? now() : "";
    }

    @Override
    void poison() {
        poison(gradient);
    }

    @Override
    void copyFrom(Trial trial) {
        var other = (OptimizerTrial) trial;
        number = other.number;
        parameter.data().copyFrom(other.parameter.data());
        kept.forEach((name, tensor) ->
                tensor.data().copyFrom(Named.find(other.kept, name).data()));
        if (number > 0) {
            rule.prepare(update, scalars);
        }
    }

    private final class Now implements Update {
        @Override
        public long number() {
            return number;
        }

        @Override
        public double learningRate() {
            return rate * schedule;
        }

        @Override
        public double decay() {
            return decay;
        }
    }

    private final class TrialStep extends Turn implements Step {
        TrialStep(Turn turn) {
            super(turn);
        }

        @Override
        public long number() {
            return update.number();
        }

        @Override
        public double learningRate() {
            return update.learningRate();
        }

        @Override
        public double decay() {
            return update.decay();
        }

        @Override
        public Parameter parameter() {
            return geometry;
        }

        @Override
        public void multiply(
                Tensor a,
                boolean transposeA,
                Tensor b,
                boolean transposeB,
                Tensor c,
                long row,
                long rows,
                long column,
                long columns,
                boolean accumulate) {
            multiplication.multiply(a, transposeA, b, transposeB, c, row, rows, column, columns, accumulate);
        }

        @Override
        public double gradientScale() {
            return gradientScale;
        }

        @Override
        public double scalar(int index) {
            return scalars[index];
        }
    }
}
