import io.fletching.provider.lamb.Lamb;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// The optimizer `lamb`.
@NullMarked
module io.fletching.provider.lamb {
    requires io.fletching.kernels;
    requires io.fletching.rules;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Optimizer with
            Lamb;
}
