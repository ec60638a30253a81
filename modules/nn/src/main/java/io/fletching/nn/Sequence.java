package io.fletching.nn;

import io.fletching.spi.Shape;
import java.util.ArrayList;
import java.util.List;

/// Networks one after another, each with a name that its weights carry.
public record Sequence(List<Element> elements) implements Network {

    /// One network of a sequence and its name.
    public record Element(String name, Network network) {}

    public Sequence {
        elements = List.copyOf(elements);
        long names = elements.stream().map(Element::name).distinct().count();
        if (names != elements.size()) {
            throw new IllegalArgumentException("A sequence names two of its networks alike: "
                    + elements.stream().map(Element::name).toList() + ".");
        }
    }

    /// A sequence to be continued with [#then(String, Network)].
    public static Sequence empty() {
        return new Sequence(List.of());
    }

    /// Networks one after another, named `0`, `1`, ….
    public static Sequence of(Network... networks) {
        Sequence sequence = empty();
        for (Network network : networks) {
            sequence = sequence.then(network);
        }
        return sequence;
    }

    /// This sequence with another network at its end.
    public Sequence then(String name, Network network) {
        var more = new ArrayList<>(elements);
        more.add(new Element(name, network));
        return new Sequence(more);
    }

    /// This sequence with another network at its end, named by its position.
    public Sequence then(Network network) {
        return then(Integer.toString(elements.size()), network);
    }

    @Override
    public Shape output(Shape input) {
        Shape shape = input;
        for (Element element : elements) {
            shape = element.network().output(shape);
        }
        return shape;
    }
}
