package io.fletching.tck;

import io.fletching.spi.Optimizer;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.Provider;
import io.fletching.spi.Shape;
import java.util.List;
import java.util.function.Supplier;

final class OptimizerSubject extends Subject<Optimizer> {
    static final String NAME = "parameter";

    OptimizerSubject(Supplier<? extends Provider> maker, Declarations declarations) {
        super(Optimizer.class, maker, declarations);
    }

    @Override
    List<List<Shape>> small() {
        return withDeclared(each(
                Shape.of(),
                Shape.of(0),
                Shape.of(1),
                Shape.of(37),
                Shape.of(1, 1),
                Shape.of(5, 7),
                Shape.of(19, 23),
                Shape.of(3, 2, 4),
                Shape.of(2, 3, 2, 2)));
    }

    @Override
    List<List<Shape>> edges() {
        return each(Shape.of(65_535), Shape.of(65_537), Shape.of(255, 257));
    }

    @Override
    List<List<Shape>> large() {
        return each(Shape.of(2 * 65_536 + 5), Shape.of(300, 300), Shape.of(3, 65_536));
    }

    @Override
    Bound bind(Optimizer provider, Options options, Case c) {
        var rule = provider.bind(options);
        return new Bound(
                () -> List.of(rule.layout(Parameter.of(NAME, c.shape()))),
                bench -> new OptimizerTrial(rule, options, c.shape(), bench));
    }

    /// A trial for the rules of optimizers alone.
    OptimizerTrial trial(Case c) {
        return (OptimizerTrial) bind(c).on(Bench.plain());
    }

    Optimizer.Rule rule(Case c) {
        var provider = provider();
        return provider.bind(provider.descriptor().parse(c.variant()));
    }

    @Override
    List<Rule> ownRules() {
        return OptimizerRules.ALL;
    }
}
