import io.fletching.provider.adamax.Adamax;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// The optimizer `adamax`.
@NullMarked
module io.fletching.provider.adamax {
    requires io.fletching.rules;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Optimizer with
            Adamax;
}
