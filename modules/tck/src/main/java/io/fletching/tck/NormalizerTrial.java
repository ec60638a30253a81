package io.fletching.tck;

import io.fletching.spi.DType;
import io.fletching.spi.NormCall;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Normalizer.Phase;
import io.fletching.spi.Shape;
import io.fletching.spi.StateSlot;
import io.fletching.spi.StateSlot.Life;
import io.fletching.spi.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/// One batch under a normalizer, on one thread: for tests of a formula and of its gradients.
public final class NormalizerTrial implements AutoCloseable {
    private final Bench bench;
    private final DType type;
    private final Normalizer.Norm norm;
    private final Tensor x;
    private final Tensor y;
    private final Tensor dy;
    private final Tensor dx;
    private final Map<String, Tensor> memory = new LinkedHashMap<>();
    private final Map<String, Tensor> gradients = new LinkedHashMap<>();
    private final Stage train;
    private final Stage evaluate;
    private final Stage backward;
    private boolean training;
    private long number;

    NormalizerTrial(
            Normalizer normalizer, Map<String, String> texts, Shape sample, long batch, DType type, Bench bench) {
        this.bench = bench;
        this.type = type;
        this.norm = normalizer.bind(normalizer.descriptor().parse(texts), sample);
        var shape = sample.batchOf(batch);
        this.x = bench.tensor(type, shape);
        this.dy = bench.tensor(type, shape);
        this.y = bench.tensor(type, shape, bench.undefined());
        this.dx = bench.tensor(type, shape, bench.undefined());
        long rows = norm.rowsPerSample();
        var seen = rows == 1 ? shape : Shape.of(batch * rows, sample.size() / rows);
        this.train = stage(Phase.TRAIN, seen);
        this.evaluate = stage(Phase.EVALUATE, seen);
        this.backward = stage(Phase.BACKWARD, seen);
    }

    private Stage stage(Phase phase, Shape seen) {
        var plan = new Plan(norm.layout(phase), seen, type, bench, this::remember, this::gradient);
        var turns = plan.places().stream()
                .map(place -> new Turn(
                        place,
                        plan.view(x.as(seen).readOnly(), place),
                        plan.view(y.as(seen), place),
                        plan.view(dy.as(seen).readOnly(), place),
                        plan.view(dx.as(seen), place)))
                .toArray(Turn[]::new);
        return new Stage(plan, turns);
    }

    /// A trial of a batch of zeros.
    ///
    /// @param options texts; the defaults for those that are absent
    /// @param sample the shape of one sample, without the batch axis
    /// @param type F32 or F64
    public static NormalizerTrial of(
            Normalizer normalizer, Map<String, String> options, Shape sample, long batch, DType type) {
        return new NormalizerTrial(normalizer, options, sample, batch, type, new Bench());
    }

    private Tensor remember(StateSlot slot, Shape shape) {
        double initial = slot.life() == Life.SAVED ? bench.undefined() : slot.initial();
        return memory.computeIfAbsent(slot.name(), name -> bench.tensor(Plan.type(slot, type), shape, initial));
    }

    private Tensor gradient(StateSlot slot) {
        return gradients.computeIfAbsent(slot.name(), name -> bench.tensor(Plan.type(slot, type), slot.shape()));
    }

    /// What is normalized.
    public Tensor x() {
        return x;
    }

    /// The result of a forward pass.
    public Tensor y() {
        return y;
    }

    /// The gradient of y.
    public Tensor dy() {
        return dy;
    }

    /// The gradient of x, the result of [#backward].
    public Tensor dx() {
        return dx;
    }

    /// The memory of a learned, kept or saved slot, by name.
    public Tensor slot(String name) {
        return Slots.find(memory, name);
    }

    /// The gradient of a learned slot, by name; [#backward] adds to it.
    public Tensor gradient(String name) {
        return Slots.find(gradients, name);
    }

    /// Whether the layouts have a slot of this name that outlives a pass.
    public boolean has(String name) {
        return memory.containsKey(name);
    }

    /// The learned slots and their gradients.
    Map<String, Tensor> learned() {
        var learned = new LinkedHashMap<String, Tensor>();
        gradients.keySet().forEach(name -> learned.put(name, slot(name)));
        return learned;
    }

    /// The forward pass in training.
    public void train() {
        training = true;
        number++;
        train.plan.begin();
        for (Turn turn : train.turns) {
            norm.forward(turn.xPart, turn.yPart, turn.place.state(), turn);
        }
    }

    /// The forward pass in evaluation.
    public void evaluate() {
        training = false;
        evaluate.plan.begin();
        for (Turn turn : evaluate.turns) {
            norm.forward(turn.xPart, turn.yPart, turn.place.state(), turn);
        }
    }

    /// The gradients of the last forward pass.
    public void backward() {
        backward.plan.begin();
        for (Turn turn : backward.turns) {
            norm.backward(turn.xPart, turn.dyPart, turn.dxPart, turn.place.state(), turn);
        }
    }

    @Override
    public void close() {
        bench.close();
    }

    private static final class Stage {
        private final Plan plan;
        private final Turn[] turns;

        Stage(Plan plan, Turn[] turns) {
            this.plan = plan;
            this.turns = turns;
        }
    }

    private final class Turn implements NormCall {
        private final Place place;
        private final Tensor xPart;
        private final Tensor yPart;
        private final Tensor dyPart;
        private final Tensor dxPart;

        Turn(Place place, Tensor xPart, Tensor yPart, Tensor dyPart, Tensor dxPart) {
            this.place = place;
            this.xPart = xPart;
            this.yPart = yPart;
            this.dyPart = dyPart;
            this.dxPart = dxPart;
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
        public boolean training() {
            return training;
        }

        @Override
        public long number() {
            return number;
        }
    }
}
