import io.fletching.provider.nadam.NAdam;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// The optimizer `nadam`.
@NullMarked
module io.fletching.provider.nadam {
    requires io.fletching.rules;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Optimizer with
            NAdam;
}
