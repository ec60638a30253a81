package io.fletching.tck;

import io.fletching.spi.DType;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;
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
public final class OptimizerTrial implements AutoCloseable {
    private final Bench bench;
    private final Optimizer.Rule rule;
    private final double rate;
    private final Tensor parameter;
    private final Tensor gradient;
    private final Map<String, Tensor> kept = new LinkedHashMap<>();
    private final StateLayout layout;
    private final Plan plan;
    private final Turn[] turns;
    private final double[] scalars;
    private double schedule = 1;
    private double decay = 1;
    private double gradientScale = 1;
    private long number;

    OptimizerTrial(Optimizer optimizer, Map<String, String> texts, Shape shape, Bench bench) {
        this.bench = bench;
        Options options = optimizer.descriptor().parse(texts);
        this.rule = optimizer.bind(options);
        this.rate = Double.parseDouble(options.texts().getOrDefault("lr", "0"));
        this.parameter = bench.tensor(DType.F32, shape);
        this.gradient = bench.tensor(DType.F32, shape);
        this.layout = rule.layout(Parameter.of("parameter", shape));
        this.plan = new Plan(layout, shape, DType.F32, bench, this::keep, slot -> gradient);
        this.scalars = new double[layout.scalarCount()];
        this.turns = plan.places().stream()
                .map(place -> new Turn(place, plan.view(parameter, place), plan.view(gradient.readOnly(), place)))
                .toArray(Turn[]::new);
    }

    /// A trial of a parameter of zeros.
    ///
    /// @param options texts; the defaults for those that are absent
    public static OptimizerTrial of(Optimizer optimizer, Map<String, String> options, Shape shape) {
        return new OptimizerTrial(optimizer, options, shape, new Bench());
    }

    private Tensor keep(StateSlot slot, Shape shape) {
        var tensor = bench.tensor(slot.dtype(), shape, slot.initial());
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
        if (number == 0) {
            layout.slots().stream()
                    .filter(StateSlot::isFromParameter)
                    .forEach(slot -> Slots.find(kept, slot.name()).data().copyFrom(parameter.data()));
        }
        number++;
        plan.begin();
        rule.prepare(turns[0], scalars);
        for (Turn turn : turns) {
            rule.step(turn.parameterPart, turn.gradientPart, turn.place.state(), turn);
        }
    }

    /// Goes on from where another trial of the same optimizer stands, as a restored checkpoint does.
    void resume(OptimizerTrial other) {
        number = other.number;
        parameter.data().copyFrom(other.parameter.data());
        kept.forEach((name, tensor) ->
                tensor.data().copyFrom(Slots.find(other.kept, name).data()));
    }

    @Override
    public void close() {
        bench.close();
    }

    private final class Turn implements Step {
        private final Place place;
        private final Tensor parameterPart;
        private final Tensor gradientPart;

        Turn(Place place, Tensor parameterPart, Tensor gradientPart) {
            this.place = place;
            this.parameterPart = parameterPart;
            this.gradientPart = gradientPart;
        }

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
