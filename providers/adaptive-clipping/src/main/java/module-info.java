import io.fletching.provider.adaptiveclipping.AdaptiveClipping;
import io.fletching.spi.Clipper;
import org.jspecify.annotations.NullMarked;

/// The clipper `adaptive-clipping`.
@NullMarked
module io.fletching.provider.adaptiveclipping {
    requires io.fletching.kernels;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Clipper with
            AdaptiveClipping;
}
