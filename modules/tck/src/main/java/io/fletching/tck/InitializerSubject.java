package io.fletching.tck;

import io.fletching.spi.DType;
import io.fletching.spi.Initializer;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.Provider;
import io.fletching.spi.Shape;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

final class InitializerSubject extends Subject<Initializer> {
    private static final long SEED = 1;

    /// The distribution that the author declares for some options and parameter, if any.
    interface Declared {
        /// What the kit knows of a provider that it has never seen.
        Declared NOTHING = (options, parameter) -> Optional.empty();

        Optional<Moments> of(Options options, Parameter parameter);
    }

    private final Declared declared;

    InitializerSubject(Supplier<? extends Provider> maker, Declarations declarations, Declared declared) {
        super(Initializer.class, maker, declarations);
        this.declared = declared;
    }

    Optional<Moments> moments(Case c) {
        return declared.of(descriptor().parse(c.variant()), parameter(c));
    }

    @Override
    List<List<Shape>> small() {
        return withDeclared(each(
                Shape.of(),
                Shape.of(0, 3),
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
        return each(Shape.of(3, 21_845), Shape.of(1, 65_537));
    }

    @Override
    List<List<Shape>> large() {
        return each(Shape.of(300, 300), Shape.of(3, 65_536));
    }

    static Parameter parameter(Case c) {
        return Parameter.of(OptimizerSubject.NAME, c.shape());
    }

    @Override
    Bound bind(Initializer provider, Options options, Case c) {
        var filler = provider.bind(options);
        return new Bound(
                () -> List.of(filler.layout(parameter(c))),
                bench -> new InitializerTrial(filler, parameter(c), SEED, DType.F32, bench));
    }

    @Override
    void comparesTypes(Case c) {
        try (var single = trial(c, DType.F32);
                var twice = trial(c, DType.F64)) {
            isNear(single.values(), twice.values(), "");
        }
    }

    private InitializerTrial trial(Case c, DType type) {
        var provider = provider();
        var filler = provider.bind(provider.descriptor().parse(c.variant()));
        var trial = new InitializerTrial(filler, parameter(c), SEED, type, Bench.plain());
        trial.run();
        return trial;
    }

    /// What is written to a parameter of another name, or with another seed.
    String filled(Case c, String name, long seed) {
        var provider = provider();
        var filler = provider.bind(provider.descriptor().parse(c.variant()));
        try (var trial = new InitializerTrial(filler, Parameter.of(name, c.shape()), seed, DType.F32, Bench.plain())) {
            trial.run();
            return trial.now();
        }
    }

    @Override
    List<Rule> ownRules() {
        return InitializerRules.ALL;
    }
}
