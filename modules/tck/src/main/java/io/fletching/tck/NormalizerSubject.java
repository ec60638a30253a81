package io.fletching.tck;

import io.fletching.spi.DType;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Normalizer.Phase;
import io.fletching.spi.Options;
import io.fletching.spi.Provider;
import io.fletching.spi.Shape;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Shapes are those of batches; what a norm is bound to is one sample of it.
final class NormalizerSubject extends Subject<Normalizer> {
    private static final long BATCH = 6;

    NormalizerSubject(Supplier<? extends Provider> maker, Declarations declarations) {
        super(Normalizer.class, maker, declarations);
    }

    /// Samples of 32 channels are for norms over groups of them.
    @Override
    List<List<Shape>> small() {
        return Stream.concat(
                        Stream.of(
                                Shape.of(1),
                                Shape.of(5),
                                Shape.of(71),
                                Shape.of(4, 3),
                                Shape.of(2, 3, 2),
                                Shape.of(32, 3)),
                        declarations().shapes().stream())
                .map(sample -> List.of(sample.batchOf(BATCH)))
                .toList();
    }

    /// Those with more than one axis of a sample are for norms of channels.
    @Override
    List<List<Shape>> edges() {
        return each(Shape.of(2, 65_537), Shape.of(2, 3, 21_846));
    }

    @Override
    List<List<Shape>> large() {
        return each(Shape.of(3_001, 64), Shape.of(1_001, 3, 65));
    }

    private static Shape sample(Case c) {
        var batch = c.shape();
        return Shape.of(LongStream.range(1, batch.rank())
                .map(axis -> batch.dim((int) axis))
                .toArray());
    }

    @Override
    Bound bind(Normalizer provider, Options options, Case c) {
        var norm = provider.bind(options, sample(c));
        return new Bound(
                () -> Stream.concat(Stream.of(Phase.values()).map(norm::layout), Stream.of(norm.rowsPerSample()))
                        .toList(),
                bench -> trial(norm, c, DType.F32, bench));
    }

    private static NormalizerTrial trial(Normalizer.Norm norm, Case c, DType type, Bench bench) {
        return new NormalizerTrial(norm, sample(c), c.shape().dim(0), type, bench);
    }

    /// A trial for the rules of normalizers alone, with numbers to work on.
    NormalizerTrial trial(Case c, DType type) {
        if (!provider().types().contains(type)) {
            throw new Inapplicable("it does not compute in " + type);
        }
        var trial = trial(norm(c), c, type, Bench.plain());
        trial.feed(1);
        return trial;
    }

    @Override
    void comparesTypes(Case c) {
        try (var single = trial(c, DType.F32);
                var twice = trial(c, DType.F64)) {
            single.train();
            twice.train();
            isNear(single.y(), twice.y(), "");
        }
    }

    Normalizer.Norm norm(Case c) {
        var provider = provider();
        return provider.bind(provider.descriptor().parse(c.variant()), sample(c));
    }

    @Override
    List<Rule> ownRules() {
        return NormalizerRules.ALL;
    }
}
