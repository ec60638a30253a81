import io.fletching.provider.valueclipping.ValueClipping;
import io.fletching.spi.Clipper;
import org.jspecify.annotations.NullMarked;

/// The clipper `value-clipping`.
@NullMarked
module io.fletching.provider.valueclipping {
    requires io.fletching.kernels;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Clipper with
            ValueClipping;
}
