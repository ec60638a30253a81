package io.fletching.runtime;

import io.fletching.spi.DType;
import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Options;
import io.fletching.spi.Provider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/// A provider with checked options: `catalog.optimizer("adamw").with("lr", "3e-3")`. Immutable.
public final class Technique<P extends Provider> {
    private final P provider;
    private final Descriptor descriptor;
    private final Origin origin;
    private final Options options;

    private Technique(P provider, Descriptor descriptor, Origin origin, Options options) {
        this.provider = provider;
        this.descriptor = descriptor;
        this.origin = origin;
        this.options = options;
    }

    /// A provider that need not be found, with its default options.
    public static <P extends Provider> Technique<P> of(P provider) {
        Descriptor descriptor = provider.descriptor();
        if (descriptor == null) {
            throw new FletchingException(
                    Kind.PROVIDER, "descriptor", provider.getClass().getName() + ".descriptor() gave null.");
        }
        return new Technique<>(provider, descriptor, Origin.of(provider.getClass()), descriptor.parse(Map.of()));
    }

    public P provider() {
        return provider;
    }

    public Options options() {
        return options;
    }

    /// The provider's name, unique within its kind in one release of Fletching.
    public String name() {
        return descriptor.name();
    }

    /// `initializer`, `normalizer`, `optimizer` or `clipper`.
    public String kind() {
        return Kinds.of(provider);
    }

    /// The name in full, `module/name@version`: which code runs.
    public String id() {
        return origin.module() + "/" + name() + "@" + origin.version();
    }

    /// Where the provider's code comes from.
    public Origin origin() {
        return origin;
    }

    public Descriptor descriptor() {
        return descriptor;
    }

    /// The same technique with another value for one option.
    ///
    /// @throws FletchingException of kind `USER` for an option that does not exist or a value out
    ///     of its range
    public Technique<P> with(String option, String value) {
        return with(Map.of(option, value));
    }

    /// The same technique with other values for some options.
    public Technique<P> with(Map<String, String> texts) {
        var all = new LinkedHashMap<>(options.texts());
        all.putAll(texts);
        return new Technique<>(provider, descriptor, origin, descriptor.parse(all));
    }

    /// Refuses numbers of a type that the provider does not compute in.
    ///
    /// @param place the parameter or layer that is computed in it
    /// @throws FletchingException of kind `USER` (`type-unserved`), with all names, the types and the cure
    public void requireType(DType type, String place) {
        if (!provider.types().contains(type)) {
            String cure = provider.types().contains(DType.F32)
                    ? "take another, or a model of F32, BF16 or F16, which computes in F32."
                    : "take another.";
            throw new FletchingException(
                    Kind.USER,
                    "type-unserved",
                    "The " + kind() + " '" + name() + "' computes in " + new TreeSet<>(provider.types()) + ", and '"
                            + place + "' in '" + type + "'; " + cure);
        }
    }

    /// As `adamw{lr=0.001, …}`.
    @Override
    public String toString() {
        return options.toString();
    }
}
