import io.fletching.provider.groupnorm.GroupNorm;
import io.fletching.provider.groupnorm.InstanceNorm;
import io.fletching.spi.Normalizer;
import org.jspecify.annotations.NullMarked;

/// The normalizers `groupnorm` and `instancenorm`: each sample's channels in groups, or each on its own.
@NullMarked
module io.fletching.provider.groupnorm {
    requires io.fletching.kernels;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Normalizer with
            GroupNorm,
            InstanceNorm;
}
