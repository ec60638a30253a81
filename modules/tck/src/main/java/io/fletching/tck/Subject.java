package io.fletching.tck;

import io.fletching.spi.Clipper;
import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Initializer;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Options;
import io.fletching.spi.Provider;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A provider under examination: how its kind is bound and run, and on what.
abstract sealed class Subject<P extends Provider>
        permits InitializerSubject, NormalizerSubject, OptimizerSubject, ClipperSubject {
    /// In two turns state has been read and written, and a norm has trained and evaluated.
    static final int TURNS = 2;

    private final Class<P> kind;
    private final Supplier<? extends Provider> maker;
    private final Declarations declarations;
    private final Map<Case, String> references = new HashMap<>();
    private @Nullable List<Map<String, String>> variants;
    private @Nullable Map<String, String> observations;

    Subject(Class<P> kind, Supplier<? extends Provider> maker, Declarations declarations) {
        this.kind = kind;
        this.maker = maker;
        this.declarations = declarations;
    }

    /// The subject of a provider's kind.
    ///
    /// @param moments what an initializer's author declares
    static Subject<?> of(
            Supplier<? extends Provider> maker, Declarations declarations, InitializerSubject.Declared moments) {
        return switch (maker.get()) {
            case Initializer _ -> new InitializerSubject(maker, declarations, moments);
            case Normalizer _ -> new NormalizerSubject(maker, declarations);
            case Optimizer _ -> new OptimizerSubject(maker, declarations);
            case Clipper _ -> new ClipperSubject(maker, declarations);
        };
    }

    /// Small shapes of every rank and length.
    abstract List<List<Shape>> small();

    /// Shapes whose sizes lie beside that of a part.
    abstract List<List<Shape>> edges();

    final List<List<Shape>> smallAndEdges() {
        return Stream.concat(small().stream(), edges().stream()).toList();
    }

    /// Shapes of several parts.
    abstract List<List<Shape>> large();

    /// Binds the provider, for as many trials as are asked for.
    ///
    /// @throws FletchingException where it refuses the options or the shape
    abstract Bound bind(P provider, Options options, Case c);

    /// Compares what it computes in F64 with what it computes in F32, where hosts may ask for F64 at all.
    void comparesTypes(Case c) {
        throw new Inapplicable("a " + kind.getSimpleName() + " is given F32 alone");
    }

    /// F32 against F64 on the same numbers: a formula that loses digits shows, and memory that is taken for another
    /// type.
    ///
    /// @param where behind the number of an element
    static void isNear(Tensor single, Tensor twice, String where) {
        for (long i = 0; i < single.size(); i++) {
            double exact = twice.get(i);
            boolean near = Math.abs(single.get(i) - exact) <= 0.01 * Math.max(1, Math.abs(exact));
            if (single.get(i) != exact && !near) {
                throw new Violation("element " + i + where + " is '" + single.get(i) + "' in F32 and '" + exact
                        + "' in F64; expected 1 % at most between them.");
            }
        }
    }

    /// The rules of this kind alone.
    abstract List<Rule> ownRules();

    final List<Rule> rules() {
        return Stream.concat(ProviderRules.ALL.stream(), ownRules().stream()).toList();
    }

    final Class<P> kind() {
        return kind;
    }

    final Declarations declarations() {
        return declarations;
    }

    /// A new instance.
    final P provider() {
        return kind.cast(maker.get());
    }

    final Descriptor descriptor() {
        return provider().descriptor();
    }

    /// The author's options and those that the descriptor suggests, but for those that the provider refuses.
    final List<Map<String, String>> variants() {
        if (variants == null) {
            var all = new LinkedHashSet<>(Variants.of(descriptor()));
            all.addAll(declarations.variants());
            variants = all.stream().filter(this::isServed).toList();
        }
        return variants;
    }

    private boolean isServed(Map<String, String> variant) {
        return variant.isEmpty()
                || declarations.variants().contains(variant)
                || small().stream().anyMatch(shapes -> isServed(new Case(variant, shapes)));
    }

    final boolean isServed(Case c) {
        try {
            bind(c).plan();
            return true;
        } catch (FletchingException refused) {
            return false;
        }
    }

    /// Binds a new instance.
    final Bound bind(Case c) {
        var provider = provider();
        return bind(provider, provider.descriptor().parse(c.variant()), c);
    }

    /// A hash of what some turns leave.
    final String after(Case c, Bench bench) {
        return after(bind(c), bench);
    }

    static String after(Bound bound, Bench bench) {
        try (var trial = bound.on(bench)) {
            for (int turn = 0; turn < TURNS; turn++) {
                trial.advance();
            }
            return trial.digest();
        }
    }

    /// The hash on aligned memory and one thread.
    final String reference(Case c) {
        var known = references.get(c);
        if (known == null) {
            known = after(c, Bench.plain());
            references.put(c, known);
        }
        return known;
    }

    /// A hash over results for all options.
    final String digest() {
        var digest = new Digest();
        each(c -> digest.add(reference(c)), smallAndEdges());
        return digest.text();
    }

    /// Tries a rule on all variants and all shapes that the provider serves, and says of what breaks where it did.
    final void each(Consumer<Case> rule, List<List<Shape>> sizes) {
        int served = 0;
        int applied = 0;
        Optional<Inapplicable> last = Optional.empty();
        for (var variant : variants()) {
            for (var shapes : sizes) {
                var c = new Case(variant, shapes);
                if (isServed(c)) {
                    served++;
                    try {
                        rule.accept(c);
                        applied++;
                    } catch (Inapplicable here) {
                        last = Optional.of(here);
                    } catch (Violation broken) {
                        throw new Violation("With " + c + ": " + broken.getMessage(), broken);
                    } catch (RuntimeException thrown) {
                        throw new Violation("With " + c + " it throws " + thrown, thrown);
                    }
                }
            }
        }
        Violation.unless(served > 0, "It serves no shape that the kit knows; declare one that it does.");
        if (applied == 0 && last.isPresent()) {
            throw last.get();
        }
    }

    /// What a JVM of its own saw, in which nothing else runs.
    final Map<String, String> observations() {
        if (observations == null) {
            observations = Fork.observe(this);
        }
        return observations;
    }

    static List<List<Shape>> each(Shape... shapes) {
        return Stream.of(shapes).map(List::of).toList();
    }

    /// The author's shapes after the kit's.
    final List<List<Shape>> withDeclared(List<List<Shape>> shapes) {
        return Stream.concat(shapes.stream(), declarations.shapes().stream().map(List::of))
                .toList();
    }
}
