package io.fletching.kernels.internal;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A formula as data. Equal nodes are the same computation.
public sealed interface Node {

    /// An element of memory, as it was before the loop came to it.
    record Operand(int index) implements Node {
        @Override
        public String toString() {
            return "operand " + index;
        }
    }

    /// A number that each run is given.
    record Given(int index) implements Node {
        @Override
        public String toString() {
            return "number " + index;
        }
    }

    /// A number that is part of the formula.
    record Constant(float value) implements Node {
        @Override
        public String toString() {
            return Float.toString(value);
        }
    }

    /// An operation on what the arguments give.
    record Applied(Operator operator, List<Node> arguments) implements Node {
        @Override
        public String toString() {
            return arguments.stream()
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", operator.name().toLowerCase(Locale.ROOT) + "(", ")"));
        }
    }

    /// Whether it is one number for all elements.
    default boolean uniform() {
        return switch (this) {
            case Operand _ -> false;
            case Given _, Constant _ -> true;
            case Applied(var _, var arguments) -> arguments.stream().allMatch(Node::uniform);
        };
    }
}
