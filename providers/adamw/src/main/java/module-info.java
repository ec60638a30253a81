import io.fletching.provider.adamw.AdamW;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// The optimizer `adamw`.
@NullMarked
module io.fletching.provider.adamw {
    requires io.fletching.rules;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Optimizer with
            AdamW;
}
