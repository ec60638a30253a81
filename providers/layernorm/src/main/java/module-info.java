import io.fletching.provider.layernorm.LayerNorm;
import io.fletching.provider.layernorm.RmsNorm;
import io.fletching.spi.Normalizer;
import org.jspecify.annotations.NullMarked;

/// The normalizers `layernorm` and `rmsnorm`: each sample by its own moments.
@NullMarked
module io.fletching.provider.layernorm {
    requires io.fletching.kernels;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Normalizer with
            LayerNorm,
            RmsNorm;
}
