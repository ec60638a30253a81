package io.fletching.spi;

import java.util.Set;

/// A technique that keeps training stable, found at run time: one of the four kinds.
///
/// A provider has one life: *describe → bind → plan → run*. [#descriptor()] names it and its options, `bind` checks the
/// options and gives an immutable bound form that many threads may call at once, at plan time the bound form declares
/// its state, and its calls then allocate nothing. A provider is a public class with a public constructor without
/// parameters, named both by `provides` in its module and in `META-INF/services`.
public sealed interface Provider permits Initializer, Normalizer, Optimizer, Clipper {

    /// The name, the options and the paper. Cheap, pure, equal every time, and called before anything else.
    Descriptor descriptor();

    /// The types that it computes in; F32 is always one. A host gives it numbers of these types alone, whatever a model
    /// stores: BF16 and F16 are widened to F32 first. Where a model computes in another it refuses the provider by
    /// name.
    default Set<DType> types() {
        return Set.of(DType.F32);
    }
}
