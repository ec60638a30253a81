import io.fletching.provider.asgd.Asgd;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// The optimizer `asgd`.
@NullMarked
module io.fletching.provider.asgd {
    requires io.fletching.rules;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Optimizer with
            Asgd;
}
