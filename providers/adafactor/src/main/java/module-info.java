import io.fletching.provider.adafactor.Adafactor;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// The optimizer `adafactor`.
@NullMarked
module io.fletching.provider.adafactor {
    requires io.fletching.kernels;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Optimizer with
            Adafactor;
}
