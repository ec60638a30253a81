import io.fletching.provider.layernorm.LayerNorm;
import io.fletching.spi.Normalizer;
import org.jspecify.annotations.NullMarked;

/// The normalizer `layernorm`.
@NullMarked
module io.fletching.provider.layernorm {
    requires io.fletching.kernels;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Normalizer with
            LayerNorm;
}
