import io.fletching.provider.adadelta.Adadelta;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// The optimizer `adadelta`.
@NullMarked
module io.fletching.provider.adadelta {
    requires io.fletching.rules;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Optimizer with
            Adadelta;
}
