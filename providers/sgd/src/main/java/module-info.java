import io.fletching.provider.sgd.Sgd;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// The optimizer `sgd`.
@NullMarked
module io.fletching.provider.sgd {
    requires io.fletching.kernels;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Optimizer with
            Sgd;
}
