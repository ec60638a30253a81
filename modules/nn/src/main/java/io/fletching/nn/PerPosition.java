package io.fletching.nn;

import io.fletching.runtime.Role;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import java.util.List;
import java.util.stream.LongStream;

/// A layer on every position of a sequence: of rows `[time, …]` each position is a row to the layer within, so that
/// its weights serve all positions, and one that looks at the batch, such as batch norm, looks at batch × time rows.
///
/// @param layer what takes a position; it may be any layer
public record PerPosition(Layer layer) implements Layer {

    /// A network on every position: each of its layers is, under the name that it has.
    public static Network of(Network network) {
        return switch (network) {
            case Layer layer -> new PerPosition(layer);
            case Sequence(List<Sequence.Element> elements) ->
                new Sequence(elements.stream()
                        .map(element -> new Sequence.Element(element.name(), of(element.network())))
                        .toList());
            case Residual(Network body) -> new Residual(of(body));
        };
    }

    /// The shape of one position of a sequence `[time, …]`.
    ///
    /// @param layer what takes sequences, for the message
    static Shape position(String layer, Shape input) {
        if (input.rank() < 2 || input.dim(0) < 1) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "sequence-input",
                    layer + " takes sequences, rows of shape [time, features] with 1 position or more, got " + input
                            + ".");
        }
        return Shape.of(LongStream.range(1, input.rank())
                .map(axis -> input.dim((int) axis))
                .toArray());
    }

    /// The features of one position of a sequence that has no other axis.
    static long features(String layer, Shape input) {
        Shape position = position(layer, input);
        if (position.rank() != 1) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "sequence-features",
                    layer + " takes sequences of vectors, rows of shape [time, features], got " + input + ".");
        }
        return position.dim(0);
    }

    @Override
    public void requireType(DType type, String name) {
        layer.requireType(type, name);
    }

    /// What is a row to the layer within.
    Shape position(Shape input) {
        return position("A layer per position", input);
    }

    @Override
    public Shape output(Shape input) {
        return layer.output(position(input)).batchOf(input.dim(0));
    }

    @Override
    public List<Weight> weights(Shape input) {
        return layer.weights(position(input));
    }

    @Override
    public Role role(Weight weight) {
        return layer.role(weight);
    }

    @Override
    public Operation plan(Site site) {
        Shape position = position(site.sample());
        Operation operation = layer.plan(new PositionSite(site, position, layer.output(position)));
        long time = site.sample().dim(0);
        List<Pass> backward = site.training() ? operation.backward() : Operation.ROWS;
        return new Positions(operation, time, operation.forward(), backward);
    }

    /// Rows are sequences outside, and positions within.
    ///
    /// @param time positions of a sequence
    private record Positions(Operation operation, long time, List<Pass> forward, List<Pass> backward)
            implements Operation {
        @Override
        public void begin(long number) {
            operation.begin(number);
        }

        @Override
        public void forward(int pass, long first, long count) {
            long scale = scale(forward.get(pass));
            operation.forward(pass, first * scale, count * scale);
        }

        @Override
        public void backward(int pass, long first, long count) {
            long scale = scale(backward.get(pass));
            operation.backward(pass, first * scale, count * scale);
        }

        private long scale(Pass pass) {
            return pass.isParts() ? time : 1;
        }

        @Override
        public long derived() {
            return operation.derived();
        }

        @Override
        public void derive(long first, long count) {
            operation.derive(first, count);
        }
    }
}
