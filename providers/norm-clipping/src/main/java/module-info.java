import io.fletching.provider.normclipping.NormClipping;
import io.fletching.spi.Clipper;
import org.jspecify.annotations.NullMarked;

/// The clipper `norm-clipping`.
@NullMarked
module io.fletching.provider.normclipping {
    requires io.fletching.kernels;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Clipper with
            NormClipping;
}
