import io.fletching.provider.radam.RAdam;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// The optimizer `radam`.
@NullMarked
module io.fletching.provider.radam {
    requires io.fletching.rules;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Optimizer with
            RAdam;
}
