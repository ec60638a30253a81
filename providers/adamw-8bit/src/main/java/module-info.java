import io.fletching.provider.adamw8bit.AdamW8Bit;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// The optimizer `adamw-8bit`.
@NullMarked
module io.fletching.provider.adamw8bit {
    requires io.fletching.kernels;
    requires io.fletching.rules;
    requires io.fletching.spi;
    requires static jdk.incubator.vector;
    requires static org.jspecify;

    provides Optimizer with
            AdamW8Bit;
}
