package io.fletching.cli;

import io.fletching.runtime.Joined;
import io.fletching.runtime.Schedule;
import io.fletching.runtime.Technique;
import io.fletching.spi.Optimizer;
import java.util.LinkedHashMap;
import java.util.Map;

/// The schedule of a run.
record Course(Schedule schedule, Used used) {
    /// In place of a schedule: the one that the optimizer asks for.
    static final String AUTO = "auto";

    private static final String FALLING = "cosine";
    private static final String STEADY = "constant";
    private static final long WARMUP = 100;
    private static final long LARGEST_SHARE = 5;

    /// Refuses a schedule or an option of it that does not exist, before it is known how many steps there are.
    static void check(String name, Technique<Optimizer> optimizer, Settings settings) {
        Techniques.requireAlone("schedule", Joined.names("schedule", name), AUTO);
        Schedule.parse(resolved(name, optimizer), settings.of("schedule"));
    }

    /// A schedule for so many steps. The warm-up of what nobody asked for, and of a cosine, is short where there
    /// are few of them, unless it is set.
    static Course of(String name, Technique<Optimizer> optimizer, Settings settings, long steps) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (name.equals(AUTO) || name.equals(FALLING)) {
            texts.put("warmup", String.valueOf(Math.min(WARMUP, steps / LARGEST_SHARE)));
        }
        texts.putAll(settings.of("schedule"));
        Schedule schedule = Schedule.parse(resolved(name, optimizer), texts);
        return new Course(schedule, Used.of(schedule.name(), schedule.texts()));
    }

    /// A rate falls so that the weights come to rest; where they are averaged for evaluation, that does it.
    private static String resolved(String name, Technique<Optimizer> optimizer) {
        if (!name.equals(AUTO)) {
            return name;
        }
        return optimizer.provider().bind(optimizer.options()).hasEvaluationWeights() ? STEADY : FALLING;
    }
}
