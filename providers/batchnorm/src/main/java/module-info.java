import io.fletching.provider.batchnorm.BatchNorm;
import io.fletching.spi.Normalizer;
import org.jspecify.annotations.NullMarked;

/// The normalizer `batchnorm`.
@NullMarked
module io.fletching.provider.batchnorm {
    requires io.fletching.kernels;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Normalizer with
            BatchNorm;
}
