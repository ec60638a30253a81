package io.fletching.tck;

import io.fletching.spi.DType;
import io.fletching.spi.NormCall;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Normalizer.Phase;
import io.fletching.spi.Shape;
import io.fletching.spi.StateSlot;
import io.fletching.spi.StateSlot.Life;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// One batch under a normalizer, on one thread: for tests of a formula and of its gradients.
public final class NormalizerTrial extends Trial {
    private final DType type;
    private final Normalizer.Norm norm;
    private final Tensor x;
    private final Tensor y;
    private final Tensor dy;
    private final Tensor dx;
    private final Map<String, Tensor> memory = new LinkedHashMap<>();
    private final List<Tensor> outliving = new ArrayList<>();
    private final Map<String, Tensor> gradients = new LinkedHashMap<>();
    private final Plan train;
    private final Plan evaluate;
    private final Plan backward;
    private boolean training;
    private long number;

    NormalizerTrial(Normalizer.Norm norm, Shape sample, long batch, DType type, Bench bench) {
        super(bench);
        this.type = type;
        this.norm = norm;
        var shape = sample.batchOf(batch);
        this.x = bench.tensor(type, shape);
        this.dy = bench.tensor(type, shape);
        this.y = bench.tensor(type, shape, bench.undefined());
        this.dx = bench.tensor(type, shape, bench.undefined());
        long rows = norm.rowsPerSample();
        var seen = rows == 1 ? shape : Shape.of(batch * rows, sample.size() / rows);
        this.train = plan(Phase.TRAIN, seen, turn -> forward(turn, seen));
        this.evaluate = plan(Phase.EVALUATE, seen, turn -> forward(turn, seen));
        this.backward = plan(Phase.BACKWARD, seen, turn -> backward(turn, seen));
    }

    private Plan plan(Phase phase, Shape seen, Function<Turn, Runnable> call) {
        return new Plan(norm.layout(phase), seen, type, bench(), this::remember, this::gradient, call);
    }

    private Runnable forward(Turn turn, Shape seen) {
        var from = turn.see(x.as(seen).readOnly());
        var to = turn.see(y.as(seen));
        var call = new TrialCall(turn);
        return () -> norm.forward(from, to, turn.state(), call);
    }

    private Runnable backward(Turn turn, Shape seen) {
        var from = turn.see(x.as(seen).readOnly());
        var of = turn.see(dy.as(seen).readOnly());
        var to = turn.see(dx.as(seen));
        var call = new TrialCall(turn);
        return () -> norm.backward(from, of, to, turn.state(), call);
    }

    /// A trial of a batch of zeros.
    ///
    /// @param options texts; the defaults for those that are absent
    /// @param sample the shape of one sample, without the batch axis
    /// @param type F32 or F64
    public static NormalizerTrial of(
            Normalizer normalizer, Map<String, String> options, Shape sample, long batch, DType type) {
        var norm = normalizer.bind(normalizer.descriptor().parse(options), sample);
        return new NormalizerTrial(norm, sample, batch, type, Bench.plain());
    }

    private Tensor remember(StateSlot slot, Shape shape) {
        double initial = slot.life() == Life.SAVED ? bench().undefined() : slot.initial();
        return memory.computeIfAbsent(slot.name(), name -> {
            var tensor = bench().tensor(Plan.type(slot, type), shape, initial);
            if (slot.life() != Life.SAVED) {
                outliving.add(tensor);
            }
            return tensor;
        });
    }

    private Tensor gradient(StateSlot slot) {
        return gradients.computeIfAbsent(slot.name(), name -> bench().tensor(Plan.type(slot, type), slot.shape()));
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
        return Named.find(memory, name);
    }

    /// The gradient of a learned slot, by name; [#backward] adds to it.
    public Tensor gradient(String name) {
        return Named.find(gradients, name);
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

    /// Learned and kept slots, and the gradients of learned ones.
    List<Tensor> outliving() {
        var tensors = new ArrayList<>(outliving);
        tensors.addAll(gradients.values());
        return tensors;
    }

    /// The forward pass in training.
    public void train() {
        training = true;
        number++;
        train.run(bench().workers());
    }

    /// The forward pass in evaluation.
    public void evaluate() {
        training = false;
        evaluate.run(bench().workers());
    }

    /// The gradients of the last forward pass.
    public void backward() {
        backward.run(bench().workers());
    }

    @Override
    void feed(int turn) {
        Numbers.fill(x, "x-" + turn, 3);
        Numbers.fill(dy, "dy-" + turn);
        if (turn == 1) {
            learned().forEach((name, tensor) -> Numbers.fill(tensor, name));
        }
    }

    /// Training and evaluation in turn, and the gradients of either.
    @Override
    void run() {
        if (turn() % 2 == 1) {
            train();
        } else {
            evaluate();
        }
        backward();
    }

    @Override
    String now() {
        return new Digest().add(y).add(dx).add(outliving()).text();
    }

    @Override
    String inputs() {
        return new Digest().add(x).add(dy).add(learned().values()).text();
    }

    @Override
    String partwise() {
        if (!train.isPartwise() || !evaluate.isPartwise()) {
            return "";
        }
        var digest = new Digest().add(y);
        return backward.isPartsFirst() ? digest.add(dx).text() : digest.text();
    }

    @Override
    void poison() {
        poison(x);
        poison(dy);
    }

    @Override
    void copyFrom(Trial trial) {
        var other = (NormalizerTrial) trial;
        number = other.number;
        memory.forEach((name, tensor) ->
                tensor.data().copyFrom(Named.find(other.memory, name).data()));
        gradients.forEach((name, tensor) ->
                tensor.data().copyFrom(Named.find(other.gradients, name).data()));
    }

    private final class TrialCall extends Turn implements NormCall {
        TrialCall(Turn turn) {
            super(turn);
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
