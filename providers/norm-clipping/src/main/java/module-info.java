import io.fletching.provider.normclipping.NormClipping;
import io.fletching.provider.normclipping.PerTensorNormClipping;
import io.fletching.spi.Clipper;
import org.jspecify.annotations.NullMarked;

/// The clippers by norm: `norm-clipping` of all gradients together, `per-tensor-norm-clipping` of each.
@NullMarked
module io.fletching.provider.normclipping {
    requires io.fletching.kernels;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Clipper with
            NormClipping,
            PerTensorNormClipping;
}
