package io.fletching.tck;

import io.fletching.spi.Clipper;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.Provider;
import io.fletching.spi.Shape;
import io.fletching.spi.WeightLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// A case is a model: the gradients of several parameters. Every other one is laid out as `[…, in, out]`.
final class ClipperSubject extends Subject<Clipper> {
    ClipperSubject(Supplier<? extends Provider> maker, Declarations declarations) {
        super(Clipper.class, maker, declarations);
    }

    @Override
    List<List<Shape>> small() {
        var shapes = new ArrayList<>(
                List.of(Shape.of(0), Shape.of(1), Shape.of(5, 7), Shape.of(), Shape.of(3, 2, 4), Shape.of(2, 3, 2, 2)));
        shapes.addAll(declarations().shapes());
        return List.of(shapes, List.of(Shape.of(19, 23)));
    }

    @Override
    List<List<Shape>> edges() {
        return List.of(List.of(Shape.of(65_537), Shape.of(5, 7)));
    }

    @Override
    List<List<Shape>> large() {
        return List.of(List.of(Shape.of(300, 300), Shape.of(500, 300), Shape.of(3, 65_536), Shape.of(1)));
    }

    @Override
    Bound bind(Clipper provider, Options options, Case c) {
        var rule = provider.bind(options);
        return new Bound(() -> plan(rule, c), bench -> new ClipperTrial(rule, parameters(c), bench));
    }

    private static List<Parameter> parameters(Case c) {
        var parameters = new ArrayList<Parameter>();
        for (Shape shape : c.shapes()) {
            int index = parameters.size();
            parameters.add(Parameter.of(
                    "parameter-" + index, shape, index % 2 == 0 ? WeightLayout.IN_OUT : WeightLayout.OUT_IN));
        }
        return parameters;
    }

    private static List<Object> plan(Clipper.Rule rule, Case c) {
        var plan = new ArrayList<Object>(List.of(rule.history(), rule.measures()));
        parameters(c).forEach(parameter -> plan.add(rule.edits(parameter)));
        return plan;
    }

    /// A trial for the rules of clippers alone.
    ClipperTrial trial(Case c) {
        return (ClipperTrial) bind(c).on(Bench.plain());
    }

    @Override
    List<Rule> ownRules() {
        return ClipperRules.ALL;
    }
}
