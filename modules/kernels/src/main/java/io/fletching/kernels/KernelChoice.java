package io.fletching.kernels;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one switch between scalar and Vector API kernels, decided once for a JVM: for the kernels of this module,
/// and for a provider that has a fused kernel of its own.
///
/// Vector kernels run where the module `jdk.incubator.vector` is there, which takes `--add-modules
/// jdk.incubator.vector`. The system property `fletching.kernels`, or else the environment variable
/// `FLETCHING_KERNELS`, asks for `scalar` or `vector`; empty means unset.
public final class KernelChoice {

    private static final String PROPERTY = "fletching.kernels";
    private static final String VARIABLE = "FLETCHING_KERNELS";

    private static final boolean VECTOR;
    // Kept and thrown at each use: an exception from a static initializer would reach the user as a linkage error.
    private static final @Nullable String REFUSAL;

    static {
        boolean vector = false;
        String refusal = null;
        try {
            vector = decide(
                    System.getProperty(PROPERTY),
                    System.getenv(VARIABLE),
                    ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
        } catch (IllegalStateException e) {
            refusal = e.getMessage();
        }
        VECTOR = vector;
        REFUSAL = refusal;
    }

    private KernelChoice() {}

    /// Whether vector kernels run.
    ///
    /// @throws IllegalStateException if the choice that the user asked for is unknown or cannot be met
    public static boolean vector() {
        if (REFUSAL != null) {
            throw new IllegalStateException(REFUSAL);
        }
        return VECTOR;
    }

    /// Makes the twin that this JVM runs.
    ///
    /// @param <K> an interface: with a class the verifier would load the vector twin on the scalar way too
    /// @param vector makes the vector twin, as a lambda (`() -> new VectorX()`), which names no class before it is
    /// called
    public static <K> K choose(Supplier<? extends K> scalar, Supplier<? extends K> vector) {
        return vector() ? vector.get() : scalar.get();
    }

    static boolean decide(@Nullable String property, @Nullable String variable, boolean present) {
        boolean byProperty = property != null && !property.isEmpty();
        String value = byProperty ? property : variable;
        String source = byProperty ? "System property '" + PROPERTY + "'" : "Environment variable '" + VARIABLE + "'";
        if (value == null || value.isEmpty()) {
            return present;
        }
        return switch (value) {
            case "scalar" -> false;
            case "vector" -> {
                if (!present) {
                    throw new IllegalStateException(source + " is 'vector', but this JVM runs without the module"
                            + " jdk.incubator.vector; start it with --add-modules jdk.incubator.vector.");
                }
                yield true;
            }
            default ->
                throw new IllegalStateException(
                        source + " is '" + value + "'; expected 'scalar', 'vector' or nothing.");
        };
    }
}
