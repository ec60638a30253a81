import io.fletching.provider.zscoreclipping.ZScoreClipping;
import io.fletching.spi.Clipper;
import org.jspecify.annotations.NullMarked;

/// The clipper `zscore-clipping`.
@NullMarked
module io.fletching.provider.zscoreclipping {
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Clipper with
            ZScoreClipping;
}
