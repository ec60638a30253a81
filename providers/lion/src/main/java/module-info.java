import io.fletching.provider.lion.Lion;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// The optimizer `lion`.
@NullMarked
module io.fletching.provider.lion {
    requires io.fletching.rules;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Optimizer with
            Lion;
}
