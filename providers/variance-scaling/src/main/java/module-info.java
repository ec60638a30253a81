import io.fletching.provider.variancescaling.LeCun;
import io.fletching.provider.variancescaling.VarianceScaling;
import io.fletching.spi.Initializer;
import org.jspecify.annotations.NullMarked;

/// The initializers `variance-scaling` and `lecun`, which is one of its cases.
@NullMarked
module io.fletching.provider.variancescaling {
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Initializer with
            LeCun,
            VarianceScaling;
}
