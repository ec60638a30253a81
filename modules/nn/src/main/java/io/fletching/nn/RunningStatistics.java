package io.fletching.nn;

import io.fletching.arrow.Memory;
import io.fletching.runtime.Technique;
import io.fletching.runtime.Workers;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The running statistics by which batch norms evaluate, computed anew for the weights that a model has: after weights
/// were averaged, or for rows of another kind.
///
/// Each norm starts over, and averages alike the batches that go through the model as in training; means are those
/// over all rows, and variances the means of the batches' unbiased variances. No weight moves. That is what
/// `torch.optim.swa_utils.update_bn` does.
///
/// It is for norms whose technique keeps statistics and has the option [Normalizer#CUMULATIVE]; others stay.
public final class RunningStatistics {
    private RunningStatistics() {}

    /// Whether a model has any that can be recomputed.
    public static boolean areKeptBy(Model model) {
        return new Restart(model, false).norms > 0;
    }

    /// Recomputes them over rows, in their order. Rows that are sorted, by class for instance, should be mixed
    /// beforehand: what differs from batch to batch is missing in the variances.
    ///
    /// @param batch rows of a batch, 2 or more; a rest that does not fill one is left out, and of fewer rows all
    ///     are one batch
    /// @param workers the threads to use; they stay the caller's
    /// @throws FletchingException of kind `USER` where the model keeps none, and of kind `DATA` where there are no rows
    public static void recompute(Model model, RowSource rows, int batch, Workers workers) {
        if (!areKeptBy(model)) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "statistics-none",
                    "The model keeps no running statistics that could be recomputed; expected a norm such as"
                            + " 'batchnorm' in it.");
        }
        long n = Math.min(batch, rows.rows());
        if (n < 1) {
            throw new FletchingException(
                    FletchingException.Kind.DATA,
                    "statistics-rows",
                    "Statistics over '" + rows.rows() + "' rows in batches of '" + batch
                            + "'; expected 1 row and 1 row of a batch at least.");
        }
        try (Memory region = model.memory().child("targets")) {
            Tensor targets =
                    region.allocate(rows.targetType(), rows.targetShape().batchOf(n));
            recompute(
                    model,
                    n,
                    rows.rows() / n,
                    workers,
                    (index, inputs) -> rows.read(index * n, n, inputs, targets, 0),
                    () -> false);
        }
    }

    /// Where the inputs of a batch come from.
    interface Batches {
        /// Writes the inputs of a batch, counted from 0.
        void read(long index, Tensor inputs);
    }

    /// @param stop asked after each batch; once it answers `true` the rest is left out
    static void recompute(
            Model model, long batch, long batches, Workers workers, Batches source, BooleanSupplier stop) {
        Network restarted = new Restart(model, true).network;
        try (var passes = new Differentiator(model, restarted, batch, workers)) {
            for (long i = 0; i < batches && !(i > 0 && stop.getAsBoolean()); i++) {
                source.read(i, passes.input());
                passes.forward();
            }
        }
    }

    /// Runs something, and gives the model the buffers back that it had before.
    static <T> T putBack(Model model, Supplier<T> body) {
        try (Memory region = model.memory().child("statistics")) {
            var buffers = List.copyOf(model.variables().buffers().values());
            var kept = new ArrayList<Tensor>();
            for (Tensor buffer : buffers) {
                kept.add(region.allocate(buffer.dtype(), buffer.shape()));
                kept.getLast().data().copyFrom(buffer.data());
            }
            try {
                return body.get();
            } finally {
                for (int i = 0; i < kept.size(); i++) {
                    buffers.get(i).data().copyFrom(kept.get(i).data());
                }
            }
        }
    }

    /// The network of a model with norms that average all batches alike, from the first on.
    private static final class Restart {
        private final Model model;
        private final boolean clearing;
        private final Network network;
        private int norms;

        /// @param clearing whether what the norms keep goes back to its first values
        Restart(Model model, boolean clearing) {
            this.model = model;
            this.clearing = clearing;
            this.network = restarted(model.network(), "", model.input());
        }

        private Network restarted(Network part, String path, Shape shape) {
            return switch (part) {
                case Layer layer -> restarted(layer, path, shape);
                case Residual(Network body) -> new Residual(restarted(body, path, shape));
                case Sequence sequence -> {
                    Sequence same = Sequence.empty();
                    Shape next = shape;
                    for (Sequence.Element element : sequence.elements()) {
                        String name = Model.path(path, element.name());
                        same = same.then(element.name(), restarted(element.network(), name, next));
                        next = element.network().output(next);
                    }
                    yield same;
                }
            };
        }

        private Layer restarted(Layer layer, String path, Shape shape) {
            return switch (layer) {
                case Normalize norm when keeps(norm, shape) -> restarted(norm, path, shape);
                case PerPosition each -> new PerPosition(restarted(each.layer(), path, each.position(shape)));
                default -> layer;
            };
        }

        private static boolean keeps(Normalize norm, Shape shape) {
            return norm.technique().descriptor().options().stream()
                            .anyMatch(option -> option.name().equals(Normalizer.CUMULATIVE.name()))
                    && norm.weights(shape).stream().anyMatch(Weight.Kept.class::isInstance);
        }

        private Normalize restarted(Normalize norm, String path, Shape shape) {
            norms++;
            if (clearing) {
                for (Weight weight : norm.weights(shape)) {
                    if (weight instanceof Weight.Kept kept) {
                        Tensor buffer = Objects.requireNonNull(
                                model.variables().buffers().get(Model.path(path, kept.name())));
                        for (long i = 0; i < buffer.size(); i++) {
                            buffer.set(i, kept.value());
                        }
                    }
                }
            }
            Technique<Normalizer> technique = norm.technique();
            return new Normalize(technique.with(Normalizer.CUMULATIVE.name(), "true"));
        }
    }
}
