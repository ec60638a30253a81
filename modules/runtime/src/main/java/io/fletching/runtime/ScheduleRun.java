package io.fletching.runtime;

import io.fletching.spi.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A schedule as it goes: where it answers to validation losses it remembers them, and a checkpoint keeps that.
public final class ScheduleRun implements Resumable {
    private final Schedule schedule;
    private final List<@Nullable Plateau> plateaus;
    private final Map<String, Tensor> state;

    ScheduleRun(Schedule schedule, List<@Nullable Plateau> plateaus, Map<String, Tensor> state) {
        this.schedule = schedule;
        this.plateaus = plateaus;
        this.state = new LinkedHashMap<>(state);
    }

    /// The factor on the learning rate of an update; see [Schedule#factor(long, long)].
    public double factor(long update, long total) {
        Plateau plateau = plateaus.get(schedule.part(update, total));
        double factor = schedule.factor(update, total);
        return plateau == null ? factor : factor * plateau.factor();
    }

    /// Takes note of a validation loss.
    ///
    /// @param update the last update before
    public void judged(double loss, long update, long total) {
        Plateau plateau = plateaus.get(schedule.part(update, total));
        if (plateau != null) {
            plateau.judged(loss);
        }
    }

    @Override
    public Map<String, Tensor> state() {
        return Collections.unmodifiableMap(state);
    }
}
