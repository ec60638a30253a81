package io.fletching.nn;

import io.fletching.arrow.Memory;
import io.fletching.runtime.Resumable;
import io.fletching.runtime.SafeTensors;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// How far a training is, in numbers that a checkpoint keeps.
final class Standing implements Resumable {
    private static final String POSITION = "training/position";

    private final String meaning;

    /// The epoch at hand, its steps so far, all steps, all batches.
    private final Tensor position;

    /// Of the epoch so far, over applied steps: losses, gradient norms, how many were clipped, how many there were.
    private final Tensor sums;

    /// Of each clipper: the norms that it found, and how many it clipped.
    private final Tensor clipped;

    private final List<String> clippers;

    /// The time that the steps took, in all processes.
    private final Tensor seconds;

    /// The last score on the validation rows.
    private final Tensor score;

    private final int epochs;

    /// @param meaning what the position depends on
    /// @param epochs how many there are to be
    /// @param clippers their names
    Standing(Memory memory, String meaning, int epochs, List<String> clippers) {
        this.meaning = meaning;
        this.epochs = epochs;
        this.position = memory.allocate(DType.I64, Shape.of(4));
        this.sums = memory.allocate(DType.F64, Shape.of(4));
        this.clippers = clippers;
        this.clipped = memory.allocate(DType.F64, Shape.of(clippers.size(), 2));
        this.seconds = memory.allocate(DType.F64, Shape.of(1));
        this.score = memory.allocate(DType.F64, Shape.of(3));
        position.set(0, 1);
        score(Score.NONE);
    }

    /// From 1; behind the last where the training is over.
    int epoch() {
        return (int) position.get(0);
    }

    long stepOfEpoch() {
        return (long) position.get(1);
    }

    long step() {
        return (long) position.get(2);
    }

    long batches() {
        return (long) position.get(3);
    }

    void nextEpoch() {
        position.set(0, position.get(0) + 1);
        position.set(1, 0);
        sums.data().fill((byte) 0);
        clipped.data().fill((byte) 0);
    }

    void stepped(StepReport step, long batches) {
        position.set(1, position.get(1) + 1);
        position.set(2, (double) step.number());
        position.set(3, (double) batches);
        if (step.applied()) {
            add(sums, 0, step.loss());
            add(sums, 1, step.gradientNorm());
            add(sums, 2, step.clipFactor() < 1 ? 1 : 0);
            add(sums, 3, 1);
            for (int i = 0; i < clippers.size(); i++) {
                add(clipped, 2 * i, step.clipperNorm(i));
                add(clipped, 2 * i + 1, step.clipperFactor(i) < 1 ? 1 : 0);
            }
        }
    }

    private static void add(Tensor sums, int sum, double value) {
        sums.set(sum, sums.get(sum) + value);
    }

    double seconds() {
        return seconds.get(0);
    }

    void took(double more) {
        seconds.set(0, seconds() + more);
    }

    Score score() {
        return new Score(score.get(0), score.get(1), (long) score.get(2));
    }

    void score(Score last) {
        score.set(0, last.loss());
        score.set(1, last.accuracy());
        score.set(2, (double) last.rows());
    }

    /// @param rowsPerSecond of this process
    EpochReport report(double rowsPerSecond) {
        double n = sums.get(3);
        return new EpochReport(
                epoch(),
                step(),
                sums.get(0) / n,
                sums.get(1) / n,
                sums.get(2) / n,
                IntStream.range(0, clippers.size())
                        .mapToObj(i -> new ClipperReport(
                                clippers.get(i), clipped.get(2L * i) / n, clipped.get(2L * i + 1) / n))
                        .toList(),
                stepOfEpoch() - (long) n,
                rowsPerSecond,
                score());
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of(
                POSITION,
                position,
                "training/sums",
                sums,
                "training/clipped",
                clipped,
                "training/seconds",
                seconds,
                "training/score",
                score);
    }

    @Override
    public Map<String, String> meaning() {
        return Map.of("training", meaning);
    }

    /// All of it, unless it is further than this training goes.
    @Override
    public Map<String, Tensor> expected(SafeTensors saved) {
        Map<String, Tensor> expected = Resumable.super.expected(saved);
        Tensor then = saved.tensors().get(POSITION);
        if (then != null && then.shape().equals(position.shape())) {
            // One that is complete has the epoch behind its last at hand, and no step of it.
            long begun = (long) then.get(0) - (then.get(1) == 0 ? 1 : 0);
            if (begun > epochs) {
                throw new FletchingException(
                        Kind.USER,
                        "checkpoint-further",
                        "The checkpoint '" + saved.file() + "' is from epoch '" + begun
                                + "' of its training, and this one has '" + epochs + "' epochs; expected '" + begun
                                + "' or more.");
            }
        }
        return expected;
    }
}
