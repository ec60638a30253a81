import io.fletching.provider.adam.Adam;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// The optimizer `adam`.
@NullMarked
module io.fletching.provider.adam {
    requires io.fletching.rules;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Optimizer with
            Adam;
}
