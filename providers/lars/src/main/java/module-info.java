import io.fletching.provider.lars.Lars;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// The optimizer `lars`.
@NullMarked
module io.fletching.provider.lars {
    requires io.fletching.kernels;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Optimizer with
            Lars;
}
