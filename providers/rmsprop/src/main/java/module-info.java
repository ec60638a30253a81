import io.fletching.provider.rmsprop.RmsProp;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// The optimizer `rmsprop`.
@NullMarked
module io.fletching.provider.rmsprop {
    requires io.fletching.rules;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Optimizer with
            RmsProp;
}
