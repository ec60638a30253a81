import io.fletching.provider.adabelief.AdaBelief;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// The optimizer `adabelief`.
@NullMarked
module io.fletching.provider.adabelief {
    requires io.fletching.rules;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Optimizer with
            AdaBelief;
}
