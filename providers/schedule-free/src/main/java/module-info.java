import io.fletching.provider.schedulefree.ScheduleFreeAdamW;
import io.fletching.provider.schedulefree.ScheduleFreeSgd;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// The optimizers `schedule-free-adamw` and `schedule-free-sgd`: an average in place of a falling rate.
@NullMarked
module io.fletching.provider.schedulefree {
    requires io.fletching.kernels;
    requires io.fletching.rules;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Optimizer with
            ScheduleFreeAdamW,
            ScheduleFreeSgd;
}
