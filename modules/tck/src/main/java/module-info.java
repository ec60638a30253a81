import io.fletching.spi.Clipper;
import io.fletching.spi.Initializer;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// The conformance kit that a provider's author runs: a contract for each kind of provider as a JUnit test, the same
/// rules without JUnit, and trials, small hosts for tests of a formula.
@NullMarked
module io.fletching.tck {
    requires io.fletching.kernels;
    requires io.fletching.linalg;
    requires io.fletching.runtime;
    requires jdk.management;
    requires static org.jspecify;
    requires transitive io.fletching.spi;
    // Not transitive, or a module that examines without JUnit could not be compiled without it.
    requires static org.junit.jupiter.api;

    exports io.fletching.tck;

    uses Initializer;
    uses Normalizer;
    uses Optimizer;
    uses Clipper;
}
