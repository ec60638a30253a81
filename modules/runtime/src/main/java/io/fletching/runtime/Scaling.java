package io.fletching.runtime;

import io.fletching.arrow.Memory;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The loss scale as it goes. Without one it is 1 for ever.
final class Scaling {
    private final @Nullable LossScale plan;
    private final Tensor scale;
    private final Tensor good;

    /// @param kept takes the state where there is a plan
    Scaling(@Nullable LossScale plan, Memory memory, Map<String, Tensor> kept) {
        this.plan = plan;
        this.scale = memory.allocate(DType.F64, Shape.of(1));
        this.good = memory.allocate(DType.I64, Shape.of(1));
        scale.set(0, plan == null ? 1 : plan.initial());
        if (plan != null) {
            kept.put("updater/loss-scale", scale);
            kept.put("updater/good-updates", good);
        }
    }

    double factor() {
        return scale.get(0);
    }

    /// A gradient was not finite.
    ///
    /// @return whether a smaller scale may help
    boolean backOff() {
        if (plan == null || factor() <= 1) {
            return false;
        }
        scale.set(0, Math.max(1, factor() * plan.backoff()));
        good.set(0, 0);
        return true;
    }

    /// All gradients were finite.
    void grow() {
        if (plan == null) {
            return;
        }
        good.set(0, good.get(0) + 1);
        if (good.get(0) >= plan.interval()) {
            scale.set(0, Math.min(factor() * plan.growth(), Double.MAX_VALUE));
            good.set(0, 0);
        }
    }
}
