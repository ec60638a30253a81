import io.fletching.provider.adagrad.Adagrad;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// The optimizer `adagrad`.
@NullMarked
module io.fletching.provider.adagrad {
    requires io.fletching.rules;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Optimizer with
            Adagrad;
}
