import io.fletching.spi.Clipper;
import io.fletching.spi.Initializer;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// What stands between a program and its providers: finding them, owning their state in Arrow memory, cutting their
/// work into parts, running the parts on a fixed pool, and the order in which an update happens.
@NullMarked
module io.fletching.runtime {
    requires static org.jspecify;
    requires transitive io.fletching.spi;
    requires transitive io.fletching.arrow;
    requires transitive io.fletching.linalg;
    requires io.fletching.kernels;

    exports io.fletching.runtime;

    uses Initializer;
    uses Normalizer;
    uses Optimizer;
    uses Clipper;
}
